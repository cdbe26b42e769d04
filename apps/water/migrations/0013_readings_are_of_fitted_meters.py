"""A reading is of a meter that was there by then, and shows what its counter can show."""

from django.db import migrations

POSSIBLE = """
CREATE FUNCTION water_reading_is_possible() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken bigint;
BEGIN
  SELECT fresh.id INTO broken
  FROM fresh JOIN water_meter meter ON meter.id = fresh.meter_id
  WHERE fresh.value >= 10::numeric ^ meter.digits
  LIMIT 1;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'water_reading_fits_its_counter: reading %', broken
      USING ERRCODE = 'check_violation', TABLE = 'water_reading',
            CONSTRAINT = 'water_reading_fits_its_counter';
  END IF;
  -- Days are those of Bolivia, which has one time zone.
  SELECT fresh.id INTO broken
  FROM fresh
  WHERE NOT EXISTS (
      SELECT FROM water_meterfitting fitting
      WHERE fitting.meter_id = fresh.meter_id
        AND fitting.connection_id = fresh.connection_id
        AND lower(fitting.days) <= (fresh.taken_at AT TIME ZONE 'America/La_Paz')::date)
  LIMIT 1;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'water_reading_is_of_a_fitted_meter: reading %', broken
      USING ERRCODE = 'check_violation', TABLE = 'water_reading',
            CONSTRAINT = 'water_reading_is_of_a_fitted_meter';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER reading_is_possible_insert AFTER INSERT ON water_reading
  REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION water_reading_is_possible();
CREATE TRIGGER reading_is_possible_update AFTER UPDATE ON water_reading
  REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION water_reading_is_possible();
"""


class Migration(migrations.Migration):
    dependencies = [("water", "0012_late_bills")]
    operations = [
        migrations.RunSQL(POSSIBLE, "DROP FUNCTION water_reading_is_possible CASCADE")
    ]
