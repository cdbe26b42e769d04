"""A count that differs without a reason is told so, before it is told what was taken.

The guard of what a desk expects comes after those of the row itself, and looks at a count when
it is made: one that was made stays as it is.
"""

from django.db import migrations

JUDGED = """
CREATE OR REPLACE FUNCTION treasury_shift_expects_what_was_taken() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE taken numeric;
BEGIN
  IF NEW.closed_at IS NULL OR (TG_OP = 'UPDATE' AND OLD.closed_at IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  SELECT coalesce(sum(payment.amount), 0) INTO taken
  FROM treasury_cashtaken cash
  JOIN treasury_payment payment ON payment.id = cash.payment_id
  LEFT JOIN treasury_entry undone ON undone.reverses_id = payment.entry_id
  WHERE cash.shift_id = NEW.id AND undone.id IS NULL;
  IF NEW.expected <> NEW.floated + taken THEN
    RAISE EXCEPTION 'shift_expects_what_was_taken: shift % expects %, it took % to %',
        NEW.id, NEW.expected, taken, NEW.floated
      USING ERRCODE = 'check_violation', CONSTRAINT = 'shift_expects_what_was_taken',
            TABLE = 'treasury_shift';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER shift_expects_what_was_taken ON treasury_shift;
CREATE TRIGGER shift_expects_what_was_taken AFTER INSERT OR UPDATE ON treasury_shift
  FOR EACH ROW EXECUTE FUNCTION treasury_shift_expects_what_was_taken();
"""


class Migration(migrations.Migration):
    dependencies = [("treasury", "0012_amounts_are_those_booked")]
    operations = [migrations.RunSQL(JUDGED, migrations.RunSQL.noop)]
