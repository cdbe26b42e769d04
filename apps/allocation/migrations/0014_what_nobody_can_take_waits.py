"""Whom the windows keep from spaces is asked of many at once, and what changes it is told."""

from django.db import migrations

KEPT = """
-- Which of these spaces the windows of their sales keep from a party (null: nobody knows who)
-- at a moment. A space that no window covers is for anybody. Else a window that is open then
-- has to admit them, and the space must not wait for somebody else: it does until the window
-- through which they were admitted to it closes. Of two whom it waits for, the one with the
-- lower rank comes first; with the same, the quicker one.
CREATE FUNCTION allocation_kept(wanted bigint[], who bigint, moment timestamptz)
RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
BEGIN  -- its plan is kept, which one in SQL would make anew for each call
  RETURN QUERY
  WITH covering AS MATERIALIZED (
    SELECT space.id AS space, w.id, w.rank, w.opens,
           w.opens @> moment AND (w.admits = 'everyone' OR EXISTS (
             SELECT FROM allocation_admission admission
             WHERE admission.window_id = w.id AND admission.party_id = who
               AND admission.withdrawn_at IS NULL
               AND (admission.space_id IS NULL OR admission.space_id = space.id))
           ) AS lets_in
    FROM allocation_space space
    JOIN allocation_window w ON w.offering_id = space.offering_id
     AND w.tariff IN ('', space.tariff)
    WHERE space.id = ANY(wanted)
  ), waiting AS MATERIALIZED (
    SELECT covering.space, covering.rank, admission.party_id
    FROM allocation_admission admission
    JOIN covering ON covering.id = admission.window_id
     AND covering.space = admission.space_id
    WHERE admission.withdrawn_at IS NULL AND upper(covering.opens) > moment
  )
  SELECT covering.space FROM covering
  GROUP BY covering.space HAVING NOT bool_or(covering.lets_in)
  UNION
  SELECT waiting.space FROM waiting
  WHERE waiting.party_id IS DISTINCT FROM who
    AND NOT EXISTS (
      SELECT FROM waiting mine
      WHERE mine.space = waiting.space AND mine.party_id = who
        AND mine.rank <= waiting.rank);
END $$;
"""

MAY_HOLD = """
-- Whether a party (null: nobody knows who) may hold a space at a moment, by the windows of
-- its offering.
CREATE OR REPLACE FUNCTION allocation_may_hold(wanted bigint, who bigint, moment timestamptz)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN NOT EXISTS (SELECT FROM allocation_kept(ARRAY[wanted], who, moment));
END $$;
"""

MAY_HOLD_BEFORE = """
CREATE OR REPLACE FUNCTION allocation_may_hold(wanted bigint, who bigint, moment timestamptz)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN  -- its plan is kept, which one in SQL would make anew for each space
  RETURN (WITH covering AS MATERIALIZED (
    SELECT w.id, w.rank, w.opens, w.admits
    FROM allocation_space space
    JOIN allocation_window w ON w.offering_id = space.offering_id
     AND w.tariff IN ('', space.tariff)
    WHERE space.id = wanted
  ), waiting AS MATERIALIZED (
    SELECT admission.party_id, covering.rank
    FROM allocation_admission admission
    JOIN covering ON covering.id = admission.window_id
    WHERE admission.space_id = wanted AND admission.withdrawn_at IS NULL
      AND upper(covering.opens) > moment
  )
  SELECT NOT EXISTS (SELECT FROM covering)
    OR EXISTS (
      SELECT FROM covering
      WHERE covering.opens @> moment
        AND (covering.admits = 'everyone' OR EXISTS (
          SELECT FROM allocation_admission admission
          WHERE admission.window_id = covering.id AND admission.party_id = who
            AND admission.withdrawn_at IS NULL
            AND (admission.space_id IS NULL OR admission.space_id = wanted))))
    AND NOT EXISTS (
      SELECT FROM waiting
      WHERE waiting.party_id IS DISTINCT FROM who
        AND NOT EXISTS (
          SELECT FROM waiting mine
          WHERE mine.party_id = who AND mine.rank <= waiting.rank)));
END $$;
"""

WAITING = """
-- The spaces of an offering (null: of all that are on sale) that windows keep from a party at
-- a moment.
CREATE FUNCTION allocation_waiting_for(who bigint, offered bigint, moment timestamptz)
RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY SELECT allocation_kept(ARRAY(
    SELECT space.id
    FROM allocation_space space
    JOIN allocation_offering offering ON offering.id = space.offering_id
    WHERE (offered IS NULL OR offering.id = offered) AND offering.sale @> moment
      AND EXISTS (SELECT FROM allocation_window w WHERE w.offering_id = offering.id)
  ), who, moment);
END $$;

-- The same for nobody in particular. The published views ask it, so it reads with the rights of
-- its owner: the roles that read the map see neither windows nor who was admitted, and cannot
-- ask it about anybody.
CREATE FUNCTION allocation_waiting(offered bigint, moment timestamptz)
RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
BEGIN ATOMIC SELECT * FROM allocation_waiting_for(NULL, offered, moment); END;
"""

TELL = """
-- Days of a sale, windows and draws decide for all spaces of an offering; an admission does
-- for the space that waits for somebody. To a window for any space nothing changes for others.
CREATE FUNCTION allocation_turns_say() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM allocation_say(coalesce(NEW.offering_id, OLD.offering_id), NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER windows_say AFTER INSERT OR UPDATE OR DELETE ON allocation_window
  FOR EACH ROW EXECUTE FUNCTION allocation_turns_say();
CREATE TRIGGER draws_say AFTER INSERT OR DELETE OR UPDATE OF drawn_at, called_off
  ON allocation_draw FOR EACH ROW EXECUTE FUNCTION allocation_turns_say();

CREATE FUNCTION allocation_sales_say() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM allocation_say(NEW.id, NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER sales_say AFTER UPDATE OF sale ON allocation_offering
  FOR EACH ROW WHEN (NEW.sale <> OLD.sale) EXECUTE FUNCTION allocation_sales_say();

CREATE FUNCTION allocation_admissions_say() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM allocation_say(space.offering_id, array_agg(DISTINCT space.code::text))
  FROM fresh JOIN allocation_space space ON space.id = fresh.space_id
  GROUP BY space.offering_id;
  RETURN NULL;
END $$;
CREATE TRIGGER admissions_say_made AFTER INSERT ON allocation_admission
  REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION allocation_admissions_say();
CREATE TRIGGER admissions_say_changed AFTER UPDATE ON allocation_admission
  REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION allocation_admissions_say();
"""

SILENT = """
DROP FUNCTION allocation_turns_say, allocation_sales_say, allocation_admissions_say CASCADE
"""


class Migration(migrations.Migration):
    dependencies = [("allocation", "0013_spaces_say_what_changed")]
    operations = [
        migrations.RunSQL(KEPT, "DROP FUNCTION allocation_kept"),
        migrations.RunSQL(MAY_HOLD, MAY_HOLD_BEFORE),
        migrations.RunSQL(
            WAITING, "DROP FUNCTION allocation_waiting, allocation_waiting_for CASCADE"
        ),
        migrations.RunSQL(TELL, SILENT),
    ]
