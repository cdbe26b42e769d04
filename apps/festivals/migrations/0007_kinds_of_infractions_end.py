"""Kinds of infractions end on a day; nothing else of them changes."""

from django.db import migrations, models

from geo.constraints import append_only

IN_FORCE = """
CREATE FUNCTION festivals_infraction_is_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ended date;
BEGIN
  -- locked, so that a kind does not end while an infraction of it is written
  SELECT ended_on INTO ended FROM festivals_infractionkind WHERE id = NEW.kind_id FOR SHARE;
  IF ended <= NEW.on_day THEN
    RAISE EXCEPTION 'infraction_kind_in_force: % is in force no more from % on',
      NEW.kind_id, ended
      USING ERRCODE = 'check_violation', CONSTRAINT = 'infraction_kind_in_force',
            TABLE = 'festivals_infraction';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER infraction_is_in_force AFTER INSERT ON festivals_infraction
  FOR EACH ROW EXECUTE FUNCTION festivals_infraction_is_in_force();

CREATE FUNCTION festivals_kind_ends_after_its_infractions() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM festivals_infraction WHERE kind_id = NEW.id AND on_day >= NEW.ended_on
  ) THEN
    RAISE EXCEPTION 'infraction_kind_in_force: % was recorded on % or later',
      NEW.id, NEW.ended_on
      USING ERRCODE = 'check_violation', CONSTRAINT = 'infraction_kind_in_force',
            TABLE = 'festivals_infractionkind';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER kind_ends_after_its_infractions AFTER UPDATE OF ended_on
  ON festivals_infractionkind
  FOR EACH ROW EXECUTE FUNCTION festivals_kind_ends_after_its_infractions();
"""

UNDO = """
DROP FUNCTION festivals_infraction_is_in_force, festivals_kind_ends_after_its_infractions
  CASCADE
"""


class Migration(migrations.Migration):
    dependencies = [("festivals", "0006_infractions_are_annulled")]

    operations = [
        migrations.AddField(
            model_name="infractionkind",
            name="ended_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="in force no more from"
            ),
        ),
        migrations.RunSQL(IN_FORCE, UNDO),
        append_only(
            "infractionkind_stays",
            table="festivals_infractionkind",
            may_change=("ended_on",),
        ),
    ]
