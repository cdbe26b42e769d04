"""Whoever set the windows of a sale aside is named, and why they did stays as written."""

from django.db import migrations, models
from django.db.models import Q

STAYS = """
CREATE FUNCTION allocation_waiver_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'waiver_stays: of hold %', OLD.id
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'waiver_stays',
          TABLE = 'allocation_hold';
END $$;
CREATE TRIGGER waiver_stays BEFORE UPDATE OF waived, held_by, held_at ON allocation_hold
  FOR EACH ROW
  WHEN (OLD.waived IS DISTINCT FROM NEW.waived
        OR (OLD.waived <> '' AND (OLD.held_by, OLD.held_at) <> (NEW.held_by, NEW.held_at)))
  EXECUTE FUNCTION allocation_waiver_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("allocation", "0015_claims_outlast_a_clock_put_back")]
    operations = [
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("waived", ""),
                    models.Q(("held_by", ""), _negated=True),
                    _connector="OR",
                ),
                name="hold_was_waived_by_somebody",
            ),
        ),
        migrations.RunSQL(STAYS, "DROP FUNCTION allocation_waiver_stays CASCADE"),
    ]
