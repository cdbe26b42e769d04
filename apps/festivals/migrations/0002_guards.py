"""What the database itself refuses: changes to a plan that is what people bought by."""

from django.db import migrations

from geo.constraints import keeps_history

FIXED = """
CREATE FUNCTION festivals_plan_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT plan.id INTO broken FROM fresh JOIN festivals_plan plan ON plan.id = fresh.plan_id
    WHERE plan.state <> 'draft' LIMIT 1;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT plan.id INTO broken FROM gone JOIN festivals_plan plan ON plan.id = gone.plan_id
    WHERE plan.state <> 'draft' LIMIT 1;
  ELSE
    SELECT plan.id INTO broken
    FROM (SELECT plan_id FROM fresh UNION SELECT plan_id FROM gone) touched
    JOIN festivals_plan plan ON plan.id = touched.plan_id
    WHERE plan.state <> 'draft' LIMIT 1;
  END IF;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'module_of_a_published_plan_stays: plan %', broken
      USING ERRCODE = 'check_violation', CONSTRAINT = 'module_of_a_published_plan_stays',
            TABLE = 'festivals_module';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER plan_stays_insert AFTER INSERT ON festivals_module
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION festivals_plan_stays();
CREATE TRIGGER plan_stays_update AFTER UPDATE ON festivals_module
  REFERENCING NEW TABLE AS fresh OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION festivals_plan_stays();
CREATE TRIGGER plan_stays_delete AFTER DELETE ON festivals_module
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION festivals_plan_stays();

-- A plan goes on, never back: nothing makes a draft again of what was published.
CREATE FUNCTION festivals_plan_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state, NEW.state) IN (('published', 'draft'), ('superseded', 'draft'), ('superseded', 'published')) THEN
    RAISE EXCEPTION 'plan_goes_on: % is never % again', OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_goes_on', TABLE = 'festivals_plan';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER plan_goes_on AFTER UPDATE OF state ON festivals_plan
  FOR EACH ROW EXECUTE FUNCTION festivals_plan_goes_on();
"""

UNDO = "DROP FUNCTION festivals_plan_stays, festivals_plan_goes_on CASCADE"


class Migration(migrations.Migration):
    dependencies = [("festivals", "0001_initial"), ("documents", "0002_history")]

    operations = [
        migrations.RunSQL(FIXED, UNDO),
        keeps_history("festivals_festival"),
        keeps_history("festivals_zone"),
        keeps_history("festivals_closure"),
        keeps_history("festivals_trade"),
        keeps_history("festivals_spacingrule"),
        keeps_history("festivals_plan"),
        keeps_history("festivals_module"),
    ]
