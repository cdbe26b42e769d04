"""Whatever changes how a space stands says so, for the pages that show it."""

from django.db import migrations

TELL = """
-- Which spaces of announced offerings a statement changed, by offering; heard when its
-- transaction is committed. Who holds is not said. A word has 8,000 bytes at most: where the
-- codes do not fit, everything is to be read anew.
CREATE FUNCTION allocation_say(offering bigint, codes text[]) RETURNS void
LANGUAGE sql AS $$
  SELECT pg_notify('allocation_live', CASE
    WHEN codes IS NULL OR octet_length(codes::text) > 7000
    THEN json_build_object('topic', code)::text
    ELSE json_build_object('topic', code, 'keys', codes)::text END)
  FROM allocation_offering WHERE id = offering AND is_announced
$$;

CREATE FUNCTION allocation_claims_say() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM allocation_say(space.offering_id, array_agg(DISTINCT space.code::text))
  FROM fresh JOIN allocation_space space ON space.id = fresh.space_id
  GROUP BY space.offering_id;
  RETURN NULL;
END $$;
CREATE TRIGGER claims_say_made AFTER INSERT ON allocation_claim
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION allocation_claims_say();
CREATE TRIGGER claims_say_changed AFTER UPDATE ON allocation_claim
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION allocation_claims_say();

CREATE FUNCTION allocation_spaces_say() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM allocation_say(offering_id, NULL)
  FROM (SELECT DISTINCT offering_id FROM fresh) plan;
  RETURN NULL;
END $$;
CREATE TRIGGER spaces_say_drawn AFTER INSERT ON allocation_space
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION allocation_spaces_say();
CREATE TRIGGER spaces_say_gone AFTER DELETE ON allocation_space
  REFERENCING OLD TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION allocation_spaces_say();

CREATE FUNCTION allocation_spaces_say_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM allocation_say(
    fresh.offering_id,
    CASE WHEN bool_and(fresh.place::bytea = was.place::bytea
                       AND fresh.code = was.code
                       AND 'withdrawn' NOT IN (fresh.state, was.state))
         THEN array_agg(fresh.code::text) END)
  FROM fresh JOIN stale was USING (id)
  GROUP BY fresh.offering_id;
  RETURN NULL;
END $$;
CREATE TRIGGER spaces_say_changed AFTER UPDATE ON allocation_space
  REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION allocation_spaces_say_changed();
"""

SILENT = """
DROP FUNCTION allocation_claims_say, allocation_spaces_say, allocation_spaces_say_changed
  CASCADE;
DROP FUNCTION allocation_say
"""


class Migration(migrations.Migration):
    dependencies = [("allocation", "0012_booking_lists")]
    operations = [migrations.RunSQL(TELL, SILENT)]
