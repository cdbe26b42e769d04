"""What the database itself refuses about fines and about what was taken away."""

from django.db import migrations

from geo.constraints import append_only, keeps_history

OF_ITS_FEAST = """
CREATE FUNCTION festivals_infraction_is_of_its_feast() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.space_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM allocation_space space
    JOIN allocation_offering offering ON offering.id = space.offering_id
    JOIN festivals_festival festival ON festival.code = offering.code
    WHERE space.id = NEW.space_id AND festival.id = NEW.festival_id
  ) THEN
    RAISE EXCEPTION 'infraction_is_of_its_feast: space % is of another', NEW.space_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'infraction_is_of_its_feast',
            TABLE = 'festivals_infraction';
  END IF;
  IF NEW.obligation_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM treasury_obligation
    WHERE id = NEW.obligation_id AND about_kind = 'festivals.infraction'
      AND about_id = NEW.id::text
  ) THEN
    RAISE EXCEPTION 'infraction_owes_its_own_fine: obligation % is for something else',
      NEW.obligation_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'infraction_owes_its_own_fine',
            TABLE = 'festivals_infraction';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER infraction_is_of_its_feast AFTER INSERT OR UPDATE ON festivals_infraction
  FOR EACH ROW EXECUTE FUNCTION festivals_infraction_is_of_its_feast();
"""

CHAIN = """
-- The row of the confiscation is locked, so that two steps at once come one after the other.
CREATE FUNCTION festivals_custody_has_no_gap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before festivals_custody;
  broken text;
BEGIN
  PERFORM FROM festivals_confiscation WHERE id = NEW.confiscation_id FOR UPDATE;
  SELECT * INTO before FROM festivals_custody
  WHERE confiscation_id = NEW.confiscation_id AND id <> NEW.id
  ORDER BY ordinal DESC LIMIT 1;
  IF before.id IS NULL THEN
    IF NEW.ordinal <> 1 OR NEW.kind <> 'seized' THEN broken := 'custody_begins_by_taking'; END IF;
  ELSIF before.kind IN ('returned', 'destroyed') THEN broken := 'custody_has_ended';
  ELSIF NEW.kind = 'seized' OR NEW.ordinal <> before.ordinal + 1 OR NEW.at < before.at THEN
    broken := 'custody_goes_step_by_step';
  ELSIF NEW.giver <> before.receiver THEN broken := 'custody_is_given_by_its_keeper';
  ELSIF NEW.kind = 'returned' AND EXISTS (
    SELECT FROM festivals_confiscation taken
    JOIN festivals_infraction infraction ON infraction.id = taken.infraction_id
    JOIN festivals_infractionkind kind ON kind.id = infraction.kind_id
    LEFT JOIN treasury_obligation fine ON fine.id = infraction.obligation_id
    WHERE taken.id = NEW.confiscation_id AND kind.concept_id IS NOT NULL
      AND coalesce(fine.state, 'open') = 'open'
  ) THEN broken := 'custody_returns_what_is_paid';
  END IF;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION '%: step % of confiscation %', broken, NEW.ordinal, NEW.confiscation_id
      USING ERRCODE = 'check_violation', CONSTRAINT = broken, TABLE = 'festivals_custody';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER custody_has_no_gap AFTER INSERT ON festivals_custody
  FOR EACH ROW EXECUTE FUNCTION festivals_custody_has_no_gap();

CREATE FUNCTION festivals_confiscation_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM festivals_confiscateditem WHERE confiscation_id = NEW.id)
    OR NOT EXISTS (SELECT FROM festivals_custody WHERE confiscation_id = NEW.id) THEN
    RAISE EXCEPTION 'confiscation_has_inventory_and_keeper: %', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'confiscation_has_inventory_and_keeper',
            TABLE = 'festivals_confiscation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER confiscation_is_whole AFTER INSERT ON festivals_confiscation
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION festivals_confiscation_is_whole();
"""

UNDO = """
DROP FUNCTION festivals_infraction_is_of_its_feast, festivals_custody_has_no_gap,
  festivals_confiscation_is_whole CASCADE
"""

STAYS = (
    "inspection",
    "unlicensedvendor",
    "wasteweighing",
    "confiscation",
    "confiscateditem",
)


class Migration(migrations.Migration):
    dependencies = [("festivals", "0003_inspections"), ("documents", "0002_history")]

    operations = [
        migrations.RunSQL(OF_ITS_FEAST + CHAIN, UNDO),
        *[append_only(f"{name}_stays", table=f"festivals_{name}") for name in STAYS],
        append_only("custody_stays", table="festivals_custody"),
        append_only(
            "infraction_stays",
            table="festivals_infraction",
            may_change=("party_id", "person_name", "obligation_id"),
        ),
        keeps_history("festivals_infractionkind"),
        keeps_history("festivals_infraction"),
        keeps_history("festivals_custody"),
        keeps_history("festivals_service"),
    ]
