"""What a cash count has too much or too little stands in the books.

Differences that were counted before are kept as they were: with their shift, unbooked.
"""

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("charge", "charge"),
    ("payment", "payment"),
    ("application", "advance put to use"),
    ("reversal", "reversal"),
    ("forgiveness", "forgiveness"),
    ("annulment", "annulment"),
    ("refund_due", "refund acknowledged"),
    ("refund", "refund paid"),
    ("difference", "difference of a cash count"),
]

BOOKED = """
CREATE FUNCTION treasury_shift_difference_is_booked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE booked numeric;
BEGIN
  IF NEW.closed_at IS NULL OR (TG_OP = 'UPDATE' AND OLD.closed_at IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  SELECT coalesce(sum(amount), 0) INTO booked
  FROM treasury_leg WHERE entry_id = NEW.entry_id AND account_id = 'cash';
  IF booked <> NEW.counted - NEW.expected THEN
    RAISE EXCEPTION 'shift_difference_is_booked: shift % differs by %, the books by %',
        NEW.id, NEW.counted - NEW.expected, booked
      USING ERRCODE = 'check_violation', CONSTRAINT = 'shift_difference_is_booked',
            TABLE = 'treasury_shift';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER shift_difference_is_booked AFTER INSERT OR UPDATE ON treasury_shift
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION treasury_shift_difference_is_booked();
"""
UNDONE = "DROP FUNCTION treasury_shift_difference_is_booked CASCADE"


class Migration(migrations.Migration):
    dependencies = [("treasury", "0005_guards_of_desks")]
    operations = [
        migrations.RemoveConstraint("entry", "entry_kind_is_known"),
        migrations.AlterField(
            "entry",
            "kind",
            models.CharField("kind", choices=KINDS, max_length=12),
        ),
        migrations.AddConstraint(
            "entry",
            models.CheckConstraint(
                condition=models.Q(("kind__in", [kind for kind, _title in KINDS])),
                name="entry_kind_is_known",
            ),
        ),
        migrations.AddField(
            "shift",
            "entry",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shift",
                to="treasury.entry",
            ),
        ),
        migrations.RunSQL(BOOKED, UNDONE),
    ]
