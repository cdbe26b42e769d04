"""Infractions can be annulled, once, with who did it, by which norm and why."""

from django.db import migrations, models

from geo.constraints import append_only

BEFORE = append_only(
    "infraction_stays",
    table="festivals_infraction",
    may_change=("party_id", "person_name", "obligation_id"),
)
NOW = append_only(
    "infraction_stays",
    table="festivals_infraction",
    may_change=(
        *("party_id", "person_name", "obligation_id"),
        *("annulled_at", "annulled_by", "annulled_basis", "annulled_because"),
    ),
)

ANNULLED = """
CREATE FUNCTION festivals_infraction_stays_annulled() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken text;
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.annulled_at IS NOT NULL AND (
    OLD.annulled_at, OLD.annulled_by, OLD.annulled_basis, OLD.annulled_because,
    OLD.obligation_id
  ) IS DISTINCT FROM (
    NEW.annulled_at, NEW.annulled_by, NEW.annulled_basis, NEW.annulled_because,
    NEW.obligation_id
  ) THEN broken := 'infraction_annulled_once';
  ELSIF NEW.annulled_at IS NOT NULL AND EXISTS (
    SELECT FROM treasury_obligation WHERE id = NEW.obligation_id AND state <> 'annulled'
  ) THEN broken := 'infraction_annulled_with_its_fine';
  END IF;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION '%: infraction %', broken, NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = broken, TABLE = 'festivals_infraction';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER infraction_stays_annulled AFTER INSERT OR UPDATE ON festivals_infraction
  FOR EACH ROW EXECUTE FUNCTION festivals_infraction_stays_annulled();
"""

CHAIN = """
CREATE OR REPLACE FUNCTION festivals_custody_has_no_gap() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  before festivals_custody;
  broken text;
BEGIN
  PERFORM FROM festivals_confiscation WHERE id = NEW.confiscation_id FOR UPDATE;
  SELECT * INTO before FROM festivals_custody
  WHERE confiscation_id = NEW.confiscation_id AND id <> NEW.id
  ORDER BY ordinal DESC LIMIT 1;
  IF before.id IS NULL THEN
    IF NEW.ordinal <> 1 OR NEW.kind <> 'seized' THEN broken := 'custody_begins_by_taking'; END IF;
  ELSIF before.kind IN ('returned', 'destroyed') THEN broken := 'custody_has_ended';
  ELSIF NEW.kind = 'seized' OR NEW.ordinal <> before.ordinal + 1 OR NEW.at < before.at THEN
    broken := 'custody_goes_step_by_step';
  ELSIF NEW.giver <> before.receiver THEN broken := 'custody_is_given_by_its_keeper';
  ELSIF NEW.kind = 'returned' AND EXISTS (
    SELECT FROM festivals_confiscation taken
    JOIN festivals_infraction infraction ON infraction.id = taken.infraction_id
    JOIN festivals_infractionkind kind ON kind.id = infraction.kind_id
    LEFT JOIN treasury_obligation fine ON fine.id = infraction.obligation_id
    WHERE taken.id = NEW.confiscation_id AND kind.concept_id IS NOT NULL
      AND coalesce(fine.state, 'open') = 'open'%(unless)s
  ) THEN broken := 'custody_returns_what_is_paid';
  END IF;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION '%%: step %% of confiscation %%', broken, NEW.ordinal, NEW.confiscation_id
      USING ERRCODE = 'check_violation', CONSTRAINT = broken, TABLE = 'festivals_custody';
  END IF;
  RETURN NULL;
END $$;
"""
RETURNED_ALSO_IF_ANNULLED = CHAIN % {"unless": " AND infraction.annulled_at IS NULL"}
RETURNED_IF_PAID = CHAIN % {"unless": ""}


class Migration(migrations.Migration):
    dependencies = [
        ("festivals", "0005_seats_and_edits"),
        ("treasury", "0008_what_waits_is_found_at_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="infraction",
            name="annulled_at",
            field=models.DateTimeField(null=True, verbose_name="annulled"),
        ),
        migrations.AddField(
            model_name="infraction",
            name="annulled_by",
            field=models.CharField(
                blank=True, default="", max_length=150, verbose_name="annulled by"
            ),
        ),
        migrations.AddField(
            model_name="infraction",
            name="annulled_basis",
            field=models.TextField(
                blank=True, default="", verbose_name="legal basis of the annulment"
            ),
        ),
        migrations.AddField(
            model_name="infraction",
            name="annulled_because",
            field=models.TextField(
                blank=True, default="", verbose_name="reason of the annulment"
            ),
        ),
        migrations.RemoveConstraint(
            model_name="infraction", name="infraction_of_a_stand_is_once_a_day"
        ),
        migrations.AddConstraint(
            model_name="infraction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("annulled_at__isnull", True), ("space__isnull", False)),
                fields=("space", "kind", "on_day"),
                name="infraction_of_a_stand_is_once_a_day",
                violation_error_message="This stand was fined for that on this day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="infraction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("annulled_at__isnull", False),
                        ("annulled_basis__regex", "\\S"),
                        ("annulled_because__regex", "\\S"),
                        ("annulled_by__regex", "\\S"),
                    ),
                    models.Q(
                        ("annulled_at__isnull", True),
                        ("annulled_basis", ""),
                        ("annulled_because", ""),
                        ("annulled_by", ""),
                    ),
                    _connector="OR",
                ),
                name="infraction_annulment_is_whole",
            ),
        ),
        migrations.RunSQL(BEFORE.reverse_sql, BEFORE.sql),
        NOW,
        migrations.RunSQL(
            ANNULLED, "DROP FUNCTION festivals_infraction_stays_annulled CASCADE"
        ),
        migrations.RunSQL(RETURNED_ALSO_IF_ANNULLED, RETURNED_IF_PAID),
    ]
