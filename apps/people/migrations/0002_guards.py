"""Rules that span rows: survivors stand, details fit, the tree has no rings, logs stay."""

from django.db import migrations

SURVIVORS = """
ALTER TABLE people_party
  ADD COLUMN stands boolean NOT NULL GENERATED ALWAYS AS (survivor_id IS NULL) STORED,
  ADD COLUMN survivor_stands boolean
    GENERATED ALWAYS AS (CASE WHEN survivor_id IS NOT NULL THEN true END) STORED,
  ADD CONSTRAINT party_stands UNIQUE (id, stands),
  ADD CONSTRAINT party_survivor_stands FOREIGN KEY (survivor_id, survivor_stands)
    REFERENCES people_party (id, stands) DEFERRABLE INITIALLY DEFERRED;
"""
SURVIVORS_UNDONE = """
ALTER TABLE people_party
  DROP CONSTRAINT party_survivor_stands, DROP CONSTRAINT party_stands,
  DROP COLUMN survivor_stands, DROP COLUMN stands;
"""

# A merged party keeps its detail as it was. Both sides ask, because either may change.
DETAILS = """
CREATE FUNCTION people_detail_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wrong bigint;
BEGIN
  SELECT party.id INTO wrong
  FROM people_party party
  LEFT JOIN people_person person ON person.party_id = party.id
  LEFT JOIN people_organisation organisation ON organisation.party_id = party.id
  WHERE party.id = (to_jsonb(NEW) ->> TG_ARGV[0])::bigint
    AND (person.party_id IS NOT NULL AND (
           party.kind <> 'person'
           OR party.name <> concat_ws(' ', nullif(person.given_names, ''),
                nullif(person.first_surname, ''), nullif(person.second_surname, '')))
         OR organisation.party_id IS NOT NULL AND party.kind <> 'organisation');
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'party_detail_fits: party % is named or made otherwise', wrong
      USING ERRCODE = 'check_violation', CONSTRAINT = 'party_detail_fits',
            TABLE = 'people_party';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER detail_fits AFTER UPDATE OF name, kind ON people_party
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION people_detail_fits('id');
CREATE CONSTRAINT TRIGGER detail_fits AFTER INSERT OR UPDATE ON people_person
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION people_detail_fits('party_id');
CREATE CONSTRAINT TRIGGER detail_fits AFTER INSERT OR UPDATE ON people_organisation
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION people_detail_fits('party_id');
"""

# The lock puts two moves in line that would each be right alone.
TREE = """
CREATE FUNCTION people_office_tree() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('people.office_tree', 0));
  IF EXISTS (
    WITH RECURSIVE above (id) AS (
      SELECT NEW.parent_id
      UNION
      SELECT office.parent_id FROM people_office office JOIN above USING (id)
    ) SELECT FROM above WHERE id = NEW.id
  ) THEN
    RAISE EXCEPTION 'office_tree_has_no_rings: office % would stand under itself', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'office_tree_has_no_rings',
            TABLE = 'people_office';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER office_tree AFTER INSERT OR UPDATE OF parent_id ON people_office
  FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION people_office_tree();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.RunSQL(SURVIVORS, SURVIVORS_UNDONE),
        migrations.RunSQL(DETAILS, "DROP FUNCTION IF EXISTS people_detail_fits CASCADE"),
        migrations.RunSQL(TREE, "DROP FUNCTION IF EXISTS people_office_tree CASCADE"),
    ]
