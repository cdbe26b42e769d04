"""What the database itself refuses: too many holds, changed claims, plans that orphan them."""

from django.db import migrations

QUOTAS = """
-- How many holds one person or one browser may have at once, and make in a minute. Whoever
-- holds waits for an own request that is under way, so that what is counted is complete.
CREATE FUNCTION allocation_hold_within_quota() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  most_open CONSTANT int := 10;
  most_a_minute CONSTANT int := 30;
  moment timestamptz;
  found int;
  since timestamptz;
BEGIN
  -- A party that was merged into another takes its holds along.
  IF TG_OP = 'UPDATE' THEN
    IF OLD.party_id IS NOT NULL THEN RETURN NEW; END IF;
  END IF;
  IF NEW.party_id IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('allocation.party', NEW.party_id));
  END IF;
  IF NEW.visitor <> '' THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('allocation.visitor:' || NEW.visitor, 0));
  END IF;
  moment := clock_timestamp();
  IF TG_OP = 'INSERT' AND NEW.visitor <> '' THEN
    SELECT count(*), min(held_at) INTO found, since FROM allocation_hold
    WHERE visitor = NEW.visitor AND held_at > moment - interval '1 minute';
    IF found >= most_a_minute THEN
      RAISE EXCEPTION 'hold_is_not_made_by_a_machine: % in a minute', found
        USING ERRCODE = 'check_violation', CONSTRAINT = 'hold_is_not_made_by_a_machine',
              TABLE = 'allocation_hold',
              DETAIL = ceil(extract(epoch FROM since + interval '1 minute' - moment));
    END IF;
  END IF;
  SELECT count(*), min(until) INTO found, since
  FROM (
    SELECT hold.id, max(upper(claim.in_force)) AS until
    FROM allocation_hold hold
    JOIN allocation_claim claim ON claim.hold_id = hold.id AND claim.kind = 'hold'
    WHERE hold.id <> NEW.id
      AND ((NEW.party_id IS NOT NULL AND hold.party_id = NEW.party_id)
           OR (NEW.visitor <> '' AND hold.visitor = NEW.visitor))
      AND hold.outcome = '' AND upper(claim.in_force) > moment
    GROUP BY hold.id
  ) open_hold;
  IF found >= most_open THEN
    RAISE EXCEPTION 'hold_is_one_of_few: % are open', found
      USING ERRCODE = 'check_violation', CONSTRAINT = 'hold_is_one_of_few',
            TABLE = 'allocation_hold',
            DETAIL = ceil(extract(epoch FROM since - moment));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER hold_within_quota BEFORE INSERT OR UPDATE OF party_id ON allocation_hold
  FOR EACH ROW EXECUTE FUNCTION allocation_hold_within_quota();
"""

LIMITS = """
-- How many spaces of one offering a party (or, until it is known, a browser) may have.
CREATE FUNCTION allocation_limit_is_kept(asked bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE who allocation_hold; most int; found int;
BEGIN
  SELECT * INTO who FROM allocation_hold WHERE id = asked;
  SELECT most_per_party INTO most FROM allocation_offering WHERE id = who.offering_id;
  IF most IS NULL THEN RETURN; END IF;
  SELECT count(DISTINCT claim.space_id) INTO found
  FROM allocation_claim claim
  LEFT JOIN allocation_hold hold ON hold.id = claim.hold_id
  JOIN allocation_space space ON space.id = claim.space_id
  WHERE space.offering_id = who.offering_id
    AND claim.in_force @> clock_timestamp()
    AND (claim.party_id = who.party_id OR hold.party_id = who.party_id
         OR (who.visitor <> '' AND hold.visitor = who.visitor));
  IF found > most THEN
    RAISE EXCEPTION 'hold_leaves_some_for_others: % of %', found, most
      USING ERRCODE = 'check_violation', CONSTRAINT = 'hold_leaves_some_for_others',
            TABLE = 'allocation_hold', DETAIL = most;
  END IF;
END $$;

CREATE FUNCTION allocation_claims_fit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken bigint;
BEGIN
  SELECT fresh.id INTO broken
  FROM fresh
  JOIN allocation_space space ON space.id = fresh.space_id
  JOIN allocation_hold hold ON hold.id = fresh.hold_id
  WHERE space.offering_id <> hold.offering_id
  LIMIT 1;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'claim_is_of_the_holds_offering: claim %', broken
      USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_is_of_the_holds_offering',
            TABLE = 'allocation_claim';
  END IF;
  PERFORM allocation_limit_is_kept(held.hold_id)
  FROM (SELECT DISTINCT hold_id FROM fresh WHERE kind = 'hold') held;
  RETURN NULL;
END $$;
CREATE TRIGGER claims_fit AFTER INSERT ON allocation_claim
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION allocation_claims_fit();

CREATE FUNCTION allocation_party_within_limit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM allocation_limit_is_kept(NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER party_within_limit AFTER UPDATE OF party_id ON allocation_hold
  FOR EACH ROW WHEN (OLD.party_id IS NULL AND NEW.party_id IS NOT NULL) EXECUTE FUNCTION allocation_party_within_limit();
"""

ORIGIN = """
-- A claim can be ended, and a title change hands; what it is to which space since when stays.
CREATE FUNCTION allocation_claim_keeps_its_origin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.kind = 'hold' AND upper(OLD.in_force) <= clock_timestamp() THEN
      RETURN OLD;
    END IF;
  ELSIF (NEW.id, NEW.space_id, NEW.kind, lower(NEW.in_force))
        = (OLD.id, OLD.space_id, OLD.kind, lower(OLD.in_force))
    AND NEW.hold_id IS NOT DISTINCT FROM OLD.hold_id
    AND NEW.obligation_id IS NOT DISTINCT FROM OLD.obligation_id THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'claim_keeps_its_origin: % of claim % refused', TG_OP, OLD.id
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'claim_keeps_its_origin',
          TABLE = 'allocation_claim';
END $$;
CREATE TRIGGER claim_keeps_its_origin BEFORE UPDATE OR DELETE ON allocation_claim
  FOR EACH ROW EXECUTE FUNCTION allocation_claim_keeps_its_origin();
"""

PLANS = """
-- The plan may be redrawn while it is on sale, but not under the feet of whoever holds.
-- The row is locked against new claims (they lock it FOR KEY SHARE) before they are counted.
CREATE FUNCTION allocation_space_stays_while_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM allocation_space WHERE id = OLD.id FOR UPDATE;
  IF EXISTS (
    SELECT FROM allocation_claim
    WHERE space_id = OLD.id AND in_force @> clock_timestamp()
      AND (upper(during) IS NULL OR upper(during) > clock_timestamp())
  ) THEN
    RAISE EXCEPTION 'space_stays_while_held: space %', OLD.code
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'space_stays_while_held',
            TABLE = 'allocation_space';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER space_stays_while_held_delete BEFORE DELETE ON allocation_space
  FOR EACH ROW EXECUTE FUNCTION allocation_space_stays_while_held();
CREATE TRIGGER space_stays_while_held BEFORE UPDATE OF offering_id, code, state
  ON allocation_space FOR EACH ROW
  WHEN (NEW.state = 'withdrawn' AND OLD.state <> 'withdrawn'
        OR (NEW.offering_id, NEW.code) IS DISTINCT FROM (OLD.offering_id, OLD.code))
  EXECUTE FUNCTION allocation_space_stays_while_held();
"""

SOLD = """
-- Whoever paid has either the spaces or a refund: nothing is called sold without a title.
CREATE FUNCTION allocation_hold_sold_has_titles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM allocation_hold WHERE id = NEW.id AND outcome = 'sold')
     AND NOT EXISTS (
       SELECT FROM allocation_claim WHERE hold_id = NEW.id AND kind = 'title') THEN
    RAISE EXCEPTION 'hold_sold_has_titles: hold %', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'hold_sold_has_titles',
            TABLE = 'allocation_hold';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER hold_sold_has_titles AFTER INSERT OR UPDATE OF outcome
  ON allocation_hold DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION allocation_hold_sold_has_titles();
"""


def _dropped(*functions: str) -> str:
    return f"DROP FUNCTION {', '.join(functions)} CASCADE"


class Migration(migrations.Migration):
    dependencies = [("allocation", "0001_initial")]
    operations = [
        migrations.RunSQL(QUOTAS, _dropped("allocation_hold_within_quota")),
        migrations.RunSQL(
            LIMITS,
            _dropped(
                "allocation_limit_is_kept",
                "allocation_claims_fit",
                "allocation_party_within_limit",
            ),
        ),
        migrations.RunSQL(ORIGIN, _dropped("allocation_claim_keeps_its_origin")),
        migrations.RunSQL(PLANS, _dropped("allocation_space_stays_while_held")),
        migrations.RunSQL(SOLD, _dropped("allocation_hold_sold_has_titles")),
    ]
