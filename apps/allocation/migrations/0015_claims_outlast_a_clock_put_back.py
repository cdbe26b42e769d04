"""What begins later than now was claimed before the clock was put back, and binds."""

from django.db import migrations

LAST = """
-- A hold that is not over begins after whatever else was claimed of its space. The exclusion constraint says so
-- of all that overlaps; a hold that would be over before another claim begins can only come
-- from a clock that was put back since, and the space is not free. Row by row and by keys.
CREATE FUNCTION allocation_claim_comes_last() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF upper(NEW.in_force) > clock_timestamp() AND EXISTS (
    SELECT FROM allocation_claim later
    WHERE later.space_id = NEW.space_id AND later.during && NEW.during
      AND later.in_force && tstzrange(upper(NEW.in_force), NULL)
  ) THEN
    RAISE EXCEPTION 'claim_comes_last: space %', NEW.space_id
      USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'claim_comes_last',
            TABLE = 'allocation_claim';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER claim_comes_last AFTER INSERT ON allocation_claim
  FOR EACH ROW WHEN (NEW.kind = 'hold') EXECUTE FUNCTION allocation_claim_comes_last();
"""

QUOTAS = """
-- As before; what seems to have been held later than now does not count as of the last minute.
CREATE OR REPLACE FUNCTION allocation_hold_within_quota() RETURNS trigger LANGUAGE plpgsql AS $$
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
    WHERE visitor = NEW.visitor AND held_at > moment - interval '1 minute'{until_now};
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
"""

LIMITS = """
-- As before, with what binds: whatever has not ended.
CREATE OR REPLACE FUNCTION allocation_limit_is_kept(asked bigint) RETURNS void
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
    AND {claim_binds}
    AND (claim.party_id = who.party_id OR hold.party_id = who.party_id
         OR (who.visitor <> '' AND hold.visitor = who.visitor));
  IF found > most THEN
    RAISE EXCEPTION 'hold_leaves_some_for_others: % of %', found, most
      USING ERRCODE = 'check_violation', CONSTRAINT = 'hold_leaves_some_for_others',
            TABLE = 'allocation_hold', DETAIL = most;
  END IF;
END $$;

CREATE OR REPLACE FUNCTION allocation_association_leaves_some(asked bigint) RETURNS void
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
      AND {claim_binds}
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
"""

PLANS = """
-- As before, with what binds: whatever has not ended.
CREATE OR REPLACE FUNCTION allocation_space_stays_while_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM allocation_space WHERE id = OLD.id FOR UPDATE;
  IF EXISTS (
    SELECT FROM allocation_claim
    WHERE space_id = OLD.id AND {binds}
      AND (upper(during) IS NULL OR upper(during) > clock_timestamp())
  ) THEN
    RAISE EXCEPTION 'space_stays_while_held: space %', OLD.code
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'space_stays_while_held',
            TABLE = 'allocation_space';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""

SUBSTITUTES = """
-- As before, with what binds: whatever has not ended.
CREATE OR REPLACE FUNCTION allocation_substitution_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken text; title allocation_claim;
BEGIN
  IF NEW.withdrawn_at IS NOT NULL THEN RETURN NULL; END IF;
  SELECT * INTO title FROM allocation_claim WHERE id = NEW.title_id FOR SHARE;
  IF title.kind <> 'title' OR NOT ({title_binds}) THEN
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
"""

BINDS = {
    "until_now": " AND held_at <= moment",
    "claim_binds": "claim.in_force && tstzrange(clock_timestamp(), NULL)",
    "binds": "in_force && tstzrange(clock_timestamp(), NULL)",
    "title_binds": "title.in_force && tstzrange(clock_timestamp(), NULL)",
}
BOUND = {
    "until_now": "",
    "claim_binds": "claim.in_force @> clock_timestamp()",
    "binds": "in_force @> clock_timestamp()",
    "title_binds": "title.in_force @> clock_timestamp()",
}


class Migration(migrations.Migration):
    dependencies = [("allocation", "0014_what_nobody_can_take_waits")]
    operations = [
        migrations.RunSQL(LAST, "DROP FUNCTION allocation_claim_comes_last CASCADE"),
        *(
            migrations.RunSQL(rule.format(**BINDS), rule.format(**BOUND))
            for rule in (QUOTAS, LIMITS, PLANS, SUBSTITUTES)
        ),
    ]
