"""What was missing in a billed month is billed afterwards, by a run with its own due day."""

from django.db import migrations, models

BILLS = """
CREATE OR REPLACE FUNCTION water_bill_is_of_an_open_period() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE broken bigint;
BEGIN
  SELECT period.id INTO broken
  FROM fresh
  JOIN water_period period ON period.id = fresh.period_id
  LEFT JOIN water_billingrun run ON run.id = fresh.run_id
  WHERE NOT (
    period.state = 'open' AND run.due_on IS NULL
    OR period.state = 'billed' AND run.due_on IS NOT NULL AND run.state = 'running'
       AND run.period_id = period.id)
    IS TRUE
  LIMIT 1;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'water_bill_is_of_an_open_period: period %', broken
      USING ERRCODE = 'check_violation', TABLE = 'water_bill',
            CONSTRAINT = 'water_bill_is_of_an_open_period';
  END IF;
  RETURN NULL;
END $$;
"""
ONLY_OPEN = """
CREATE OR REPLACE FUNCTION water_bill_is_of_an_open_period() RETURNS trigger
LANGUAGE plpgsql AS $$
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
"""
READINGS = """
-- A reading of a billed month stays, unless nobody was billed by it: not in this month, and
-- in no later one, whose consumption begins where this one ends.
CREATE OR REPLACE FUNCTION water_reading_that_was_billed_stays() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE broken bigint;
BEGIN
  SELECT gone.id INTO broken
  FROM gone
  JOIN water_period period ON period.id = gone.period_id
  WHERE period.state <> 'open'
    AND EXISTS (
      SELECT FROM water_bill bill
      JOIN water_account account ON account.id = bill.account_id
      JOIN water_period billed ON billed.id = bill.period_id
      WHERE account.connection_id = gone.connection_id AND billed.month >= period.month)
  LIMIT 1;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'water_reading_that_was_billed_stays: reading %', broken
      USING ERRCODE = 'restrict_violation', TABLE = 'water_reading',
            CONSTRAINT = 'water_reading_that_was_billed_stays';
  END IF;
  RETURN NULL;
END $$;
"""
ALL_STAY = """
CREATE OR REPLACE FUNCTION water_reading_that_was_billed_stays() RETURNS trigger
LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [("water", "0011_coverage_from_a_day_on")]

    operations = [
        migrations.AddField(
            model_name="billingrun",
            name="due_on",
            field=models.DateField(blank=True, null=True, verbose_name="due on"),
        ),
        migrations.RemoveConstraint(
            model_name="billingrun", name="water_period_is_billed_by_one_run"
        ),
        migrations.AddConstraint(
            model_name="billingrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("due_on__isnull", True), ("state__in", ["running", "done"])
                ),
                fields=("period",),
                name="water_period_is_billed_by_one_run",
                violation_error_message="The period is billed, or being billed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="billingrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("due_on__isnull", False), ("state", "running")),
                fields=("period",),
                name="water_period_has_one_late_run_at_a_time",
                violation_error_message="Late bills of the period are being made.",
            ),
        ),
        migrations.RunSQL(BILLS, ONLY_OPEN),
        migrations.RunSQL(READINGS, ALL_STAY),
    ]
