"""A title says who gave it without a payment and who ended it."""

from django.db import migrations, models
from django.db.models import Q

BEFORE = """
-- Who it was has not been written down; that it was by decision is known.
UPDATE allocation_claim SET given_by = '-', given_why = '-'
WHERE kind = 'title' AND obligation_id IS NULL;
UPDATE allocation_claim SET ended_by = '-'
WHERE kind = 'title' AND upper(in_force) IS NOT NULL;
"""

ORIGIN = """
CREATE OR REPLACE FUNCTION allocation_claim_keeps_its_origin() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.kind = 'hold' AND upper(OLD.in_force) <= clock_timestamp() THEN
      RETURN OLD;
    END IF;
  ELSIF (NEW.id, NEW.space_id, NEW.kind, lower(NEW.in_force){given_new})
        = (OLD.id, OLD.space_id, OLD.kind, lower(OLD.in_force){given_old})
    AND NEW.hold_id IS NOT DISTINCT FROM OLD.hold_id
    AND NEW.obligation_id IS NOT DISTINCT FROM OLD.obligation_id THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'claim_keeps_its_origin: % of claim % refused', TG_OP, OLD.id
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'claim_keeps_its_origin',
          TABLE = 'allocation_claim';
END $$;
"""

WAITING = """
-- What is drawn for is nobody's before: neither held nor given by decision. A hold that is
-- made again because its payment was taken back had the space before, and so had the title
-- from which another begins.
CREATE OR REPLACE FUNCTION allocation_claims_wait_for_their_draw() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE waits text;
BEGIN
  SELECT draw.title INTO waits
  FROM fresh
  JOIN allocation_space space ON space.id = fresh.space_id
  JOIN allocation_draw draw ON draw.offering_id = space.offering_id
   AND draw.drawn_at IS NULL AND draw.called_off = ''
   AND (draw.tariff = '' OR draw.tariff = space.tariff)
  WHERE (fresh.kind = 'hold' OR {without_payment} IS NULL)
    AND NOT EXISTS (
      SELECT FROM allocation_claim earlier
      WHERE earlier.space_id = fresh.space_id AND earlier.id <> fresh.id
        AND (earlier.hold_id = fresh.hold_id{passed_on}))
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'claim_waits_for_its_draw: %', waits
      USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_waits_for_its_draw',
            TABLE = 'allocation_claim', DETAIL = waits;
  END IF;
  RETURN NULL;
END $$;
"""

PASSED_ON = """
             OR fresh.kind = 'title' AND earlier.kind = 'title'
                AND upper(earlier.in_force) = lower(fresh.in_force)"""


def _word(name: str, length: int) -> migrations.AddField:
    words = {
        "given_by": "given by",
        "given_why": "why it was given",
        "ended_by": "ended by",
    }
    return migrations.AddField(
        model_name="claim",
        name=name,
        field=models.CharField(
            blank=True,
            db_default="",
            default="",
            max_length=length,
            verbose_name=words[name],
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("allocation", "0018_title_is_paid_for")]
    operations = [
        _word("given_by", 150),
        _word("given_why", 300),
        _word("ended_by", 150),
        migrations.RunSQL(BEFORE, migrations.RunSQL.noop),
        migrations.RemoveConstraint("claim", "claim_of_a_title_ends_for_a_reason"),
        migrations.AddConstraint(
            "claim",
            models.CheckConstraint(
                condition=Q(kind="hold")
                | Q(in_force__upper_inf=True)
                | ~Q(ended_why="") & ~Q(ended_by=""),
                name="claim_of_a_title_ends_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            "claim",
            models.CheckConstraint(
                condition=Q(kind="hold")
                | Q(obligation__isnull=False)
                | Q(given_why__regex=r"\S") & ~Q(given_by=""),
                name="claim_without_payment_is_decided",
            ),
        ),
        migrations.RunSQL(
            ORIGIN.format(
                given_new=", NEW.given_by, NEW.given_why",
                given_old=", OLD.given_by, OLD.given_why",
            ),
            ORIGIN.format(given_new="", given_old=""),
        ),
        migrations.RunSQL(
            WAITING.format(without_payment="fresh.obligation_id", passed_on=PASSED_ON),
            WAITING.format(without_payment="fresh.hold_id", passed_on=""),
        ),
    ]
