"""What the database refuses of transfers and substitutes."""

from django.db import migrations

from geo.constraints import keeps_history

TRANSFERS = """
-- A transfer is of one space, to somebody else, without a moment between or in common.
CREATE FUNCTION allocation_transfer_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM allocation_claim was JOIN allocation_claim becomes ON becomes.id = NEW.taken_id
    WHERE was.id = NEW.given_up_id AND was.kind = 'title' AND becomes.kind = 'title'
      AND was.space_id = becomes.space_id AND was.during = becomes.during
      AND was.party_id <> becomes.party_id
      AND upper(was.in_force) = lower(becomes.in_force)) THEN
    RAISE EXCEPTION 'transfer_is_of_one_title: % to %', NEW.given_up_id, NEW.taken_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_is_of_one_title',
            TABLE = 'allocation_transfer';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER transfer_fits AFTER INSERT OR UPDATE OF given_up_id, taken_id
  ON allocation_transfer FOR EACH ROW EXECUTE FUNCTION allocation_transfer_fits();
"""

SUBSTITUTES = """
-- A substitute stands in for the holder of a title that is in force, on its days only. Days
-- are those of Bolivia, which has one time zone.
CREATE FUNCTION allocation_substitution_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken text; title allocation_claim;
BEGIN
  IF NEW.withdrawn_at IS NOT NULL THEN RETURN NULL; END IF;
  SELECT * INTO title FROM allocation_claim WHERE id = NEW.title_id FOR SHARE;
  IF title.kind <> 'title' OR NOT title.in_force @> clock_timestamp() THEN
    broken := 'substitution_is_of_a_title_in_force';
  ELSIF title.party_id = NEW.party_id THEN
    broken := 'substitute_is_not_the_holder';
  ELSIF NOT NEW.days <@ daterange(
      (lower(title.during) AT TIME ZONE 'America/La_Paz')::date,
      ((upper(title.during) - interval '1 microsecond') AT TIME ZONE 'America/La_Paz')::date,
      '[]') THEN
    broken := 'substitution_is_within_the_title';
  END IF;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION '%: title %', broken, NEW.title_id
      USING ERRCODE = 'check_violation', CONSTRAINT = broken,
            TABLE = 'allocation_substitution';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER substitution_fits AFTER INSERT OR UPDATE OF title_id, days
  ON allocation_substitution FOR EACH ROW EXECUTE FUNCTION allocation_substitution_fits();
"""


class Migration(migrations.Migration):
    dependencies = [("allocation", "0006_handovers"), ("documents", "0002_history")]
    operations = [
        migrations.RunSQL(TRANSFERS, "DROP FUNCTION allocation_transfer_fits CASCADE"),
        migrations.RunSQL(
            SUBSTITUTES, "DROP FUNCTION allocation_substitution_fits CASCADE"
        ),
        keeps_history("allocation_transfer"),
        keeps_history("allocation_substitution"),
    ]
