"""The members of one association together take no more than the offering grants to it."""

from django.db import migrations

ASSOCIATIONS = """
-- Today's members count, and the association itself. Two members who take spaces at one
-- moment are put in line by the association's lock, after the locks of the spaces and of the
-- party; whoever belongs to several takes them in the order of their numbers.
CREATE FUNCTION allocation_association_leaves_some(asked bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  who allocation_hold;
  most int;
  today CONSTANT date := (clock_timestamp() AT TIME ZONE 'America/La_Paz')::date;
  association bigint;
  found int;
BEGIN
  SELECT * INTO who FROM allocation_hold WHERE id = asked;
  SELECT most_per_association INTO most FROM allocation_offering WHERE id = who.offering_id;
  IF most IS NULL OR who.party_id IS NULL THEN RETURN; END IF;
  FOR association IN
    SELECT party_id FROM people_organisation WHERE party_id = who.party_id
    UNION
    SELECT organisation_id FROM people_membership
    WHERE person_id = who.party_id AND days @> today
    ORDER BY 1
  LOOP
    PERFORM pg_advisory_xact_lock(
      hashtextextended('allocation.association:' || who.offering_id, association));
    SELECT count(DISTINCT claim.space_id) INTO found
    FROM allocation_space space
    JOIN allocation_claim claim ON claim.space_id = space.id
    LEFT JOIN allocation_hold hold ON hold.id = claim.hold_id
    WHERE space.offering_id = who.offering_id
      AND claim.in_force @> clock_timestamp()
      AND coalesce(claim.party_id, hold.party_id) IN (
        SELECT association
        UNION ALL
        SELECT person_id FROM people_membership
        WHERE organisation_id = association AND days @> today);
    IF found > most THEN
      RAISE EXCEPTION 'association_leaves_some_for_others: % of %', found, most
        USING ERRCODE = 'check_violation',
              CONSTRAINT = 'association_leaves_some_for_others',
              TABLE = 'allocation_hold', DETAIL = most || ' ' || association;
    END IF;
  END LOOP;
END $$;

CREATE FUNCTION allocation_claims_leave_some() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM allocation_association_leaves_some(held.hold_id)
  FROM (SELECT DISTINCT hold_id FROM fresh WHERE kind = 'hold') held;
  RETURN NULL;
END $$;
CREATE TRIGGER claims_leave_some AFTER INSERT ON allocation_claim
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT
  EXECUTE FUNCTION allocation_claims_leave_some();

CREATE FUNCTION allocation_party_leaves_some() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM allocation_association_leaves_some(NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER party_leaves_some AFTER UPDATE OF party_id ON allocation_hold
  FOR EACH ROW WHEN (OLD.party_id IS NULL AND NEW.party_id IS NOT NULL)
  EXECUTE FUNCTION allocation_party_leaves_some();
"""
UNDONE = """
DROP FUNCTION allocation_association_leaves_some, allocation_claims_leave_some,
  allocation_party_leaves_some CASCADE
"""


class Migration(migrations.Migration):
    dependencies = [("allocation", "0008_limits_of_associations")]
    operations = [migrations.RunSQL(ASSOCIATIONS, UNDONE)]
