"""What was taken and counted stays; into a counted drawer nothing is taken any more."""

from django.db import migrations

from geo.constraints import never_changes
from geo.trail import keeps_history

BREAK_GLASS = {"trace": "treasury_breakglass", "setting": "llajta.break_glass"}
OPENING = ("id", "desk_id", "cashier", "person_id", "floated", "opened_at")

COUNTED = """
CREATE FUNCTION treasury_shift_stays_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.closed_at IS NOT NULL
     AND coalesce(current_setting('llajta.break_glass', true), '') = '' THEN
    RAISE EXCEPTION 'shift_stays_counted: shift % was counted', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'shift_stays_counted',
            TABLE = 'treasury_shift';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER shift_stays_counted BEFORE UPDATE ON treasury_shift
  FOR EACH ROW EXECUTE FUNCTION treasury_shift_stays_counted();

-- The row of the shift is held until the transaction ends: a drawer is not counted under a
-- payment that is on its way.
CREATE FUNCTION treasury_cash_is_taken_at_an_open_desk() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE closed timestamptz; paid record;
BEGIN
  SELECT closed_at INTO closed FROM treasury_shift WHERE id = NEW.shift_id FOR SHARE;
  SELECT amount, means INTO paid FROM treasury_payment WHERE id = NEW.payment_id;
  IF closed IS NOT NULL THEN
    RAISE EXCEPTION 'cash_is_taken_at_an_open_desk: shift % was counted', NEW.shift_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'cash_is_taken_at_an_open_desk',
            TABLE = 'treasury_cashtaken';
  END IF;
  IF paid.means <> 'cash' OR NEW.given - NEW.change <> paid.amount THEN
    RAISE EXCEPTION 'cash_comes_to_its_payment: % of % for %', NEW.given, NEW.change,
        paid.amount
      USING ERRCODE = 'check_violation', CONSTRAINT = 'cash_comes_to_its_payment',
            TABLE = 'treasury_cashtaken';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cash_is_taken_at_an_open_desk BEFORE INSERT ON treasury_cashtaken
  FOR EACH ROW EXECUTE FUNCTION treasury_cash_is_taken_at_an_open_desk();
"""
DROP_COUNTED = """
DROP FUNCTION treasury_shift_stays_counted, treasury_cash_is_taken_at_an_open_desk CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_guards"), ("treasury", "0004_cash_desks")]
    operations = [
        never_changes("treasury_cashtaken", **BREAK_GLASS),
        never_changes("treasury_countline", **BREAK_GLASS),
        never_changes("treasury_shift", columns=OPENING, **BREAK_GLASS),
        migrations.RunSQL(COUNTED, DROP_COUNTED),
        keeps_history("treasury_cashdesk"),
        keeps_history("treasury_shift"),
    ]
