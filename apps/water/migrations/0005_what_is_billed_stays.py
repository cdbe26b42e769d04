"""What was billed stays: bills, and the readings that they were made from."""

from django.db import migrations

from geo.constraints import append_only, keeps_history

OPEN = """
-- Bills are made while their month is open; by a second run too, if the first broke off.
CREATE FUNCTION water_bill_is_of_an_open_period() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken bigint;
BEGIN
  SELECT period.id INTO broken
  FROM water_period period
  WHERE period.id IN (SELECT period_id FROM fresh) AND period.state <> 'open'
  LIMIT 1;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'water_bill_is_of_an_open_period: period %', broken
      USING ERRCODE = 'check_violation', TABLE = 'water_bill',
            CONSTRAINT = 'water_bill_is_of_an_open_period';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER bill_is_of_an_open_period AFTER INSERT ON water_bill
  REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION water_bill_is_of_an_open_period();

CREATE FUNCTION water_reading_that_was_billed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken bigint;
BEGIN
  SELECT gone.id INTO broken
  FROM gone
  JOIN water_period period ON period.id = gone.period_id
  WHERE period.state <> 'open'
  LIMIT 1;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'water_reading_that_was_billed_stays: reading %', broken
      USING ERRCODE = 'restrict_violation', TABLE = 'water_reading',
            CONSTRAINT = 'water_reading_that_was_billed_stays';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER reading_that_was_billed_stays_update AFTER UPDATE ON water_reading
  REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION water_reading_that_was_billed_stays();
CREATE TRIGGER reading_that_was_billed_stays_delete AFTER DELETE ON water_reading
  REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION water_reading_that_was_billed_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("water", "0004_credits_and_reasons"),
        ("documents", "0002_history"),
    ]
    operations = [
        migrations.RunSQL(
            OPEN,
            "DROP FUNCTION water_bill_is_of_an_open_period,"
            " water_reading_that_was_billed_stays CASCADE",
        ),
        append_only("water_bill_stays", table="water_bill"),
        keeps_history("water_creditrule"),
    ]
