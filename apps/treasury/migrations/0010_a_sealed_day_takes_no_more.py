"""What is recorded after a day was sealed does not fall into it, whatever the clock says."""

from django.db import migrations

LATER = """
-- A clock that stood ahead may have sealed the day that is. Once it is put right, what comes in
-- is recorded at the first moment that no seal covers: nothing is refused, the sealed days stay
-- as they are, and the order of recording stays that of the numbers. Days are those of
-- Bolivia, which has one time zone.
CREATE FUNCTION treasury_entry_comes_after_the_seals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.recorded_at := greatest(NEW.recorded_at, (
    SELECT (max(day) + 1)::timestamp AT TIME ZONE 'America/La_Paz' FROM treasury_dayseal));
  RETURN NEW;
END $$;
CREATE TRIGGER entry_comes_after_the_seals BEFORE INSERT ON treasury_entry
  FOR EACH ROW EXECUTE FUNCTION treasury_entry_comes_after_the_seals();
"""


class Migration(migrations.Migration):
    dependencies = [("treasury", "0009_day_seals")]
    operations = [
        migrations.RunSQL(
            LATER, "DROP FUNCTION treasury_entry_comes_after_the_seals CASCADE"
        )
    ]
