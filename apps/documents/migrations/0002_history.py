"""The history, its seals, and the trigger functions that write it and keep it as it is."""

from django.db import migrations

TABLES = r"""
CREATE TABLE documents_history (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  era bigint NOT NULL,
  xid bigint NOT NULL,
  table_name text NOT NULL,
  record text NOT NULL,
  act text NOT NULL CONSTRAINT history_act_is_known
    CHECK (act IN ('added', 'changed', 'removed', 'unlocked')),
  who text NOT NULL CONSTRAINT history_has_somebody CHECK (who <> ''),
  why text NOT NULL,
  before jsonb,
  after jsonb,
  CONSTRAINT history_tells_both_sides CHECK (
    (before IS NOT NULL) = (act IN ('changed', 'removed'))
    AND (after IS NOT NULL) = (act IN ('changed', 'added'))
  )
);
CREATE INDEX history_by_record ON documents_history (table_name, record, id);
CREATE INDEX history_by_transaction ON documents_history (era, xid, id);

CREATE TABLE documents_seal (
  number integer PRIMARY KEY CONSTRAINT seal_number_is_positive CHECK (number > 0),
  at timestamptz NOT NULL,
  era bigint NOT NULL,
  from_xid bigint NOT NULL,
  until_xid bigint NOT NULL,
  rows bigint NOT NULL CONSTRAINT seal_covers_rows CHECK (rows > 0),
  previous bytea NOT NULL CONSTRAINT seal_follows CHECK (length(previous) = 32),
  digest bytea NOT NULL CONSTRAINT seal_is_a_digest CHECK (length(digest) = 32),
  CONSTRAINT seal_covers_transactions CHECK (from_xid < until_xid)
);
"""

# One line per row, the same for ever: what is exported, and what its digest is made of.
LINE = r"""
CREATE FUNCTION documents_history_line(h documents_history) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'id', h.id,
    'at', to_char(h.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'era', h.era, 'xid', h.xid, 'table', h.table_name, 'record', h.record,
    'act', h.act, 'who', h.who, 'why', h.why, 'before', h.before, 'after', h.after
  )::text
$$;
"""

KEEP = r"""
CREATE FUNCTION documents_keep_history() RETURNS trigger
LANGUAGE plpgsql SET TimeZone TO 'UTC' AS $$
DECLARE
  key text := TG_ARGV[0];
  left_out text[] := coalesce((SELECT array_agg(v) FROM unnest(TG_ARGV) WITH ORDINALITY a(v, n) WHERE n > 1), '{}');
  name text := TG_TABLE_NAME;
  signer text := coalesce(nullif(current_setting('llajta.who', true), ''), 'database: ' || session_user);
  reason text := coalesce(current_setting('llajta.why', true), '');
  tx bigint := pg_current_xact_id()::text::bigint;
  cluster bigint := (SELECT system_identifier FROM pg_control_system());
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO documents_history (era, xid, table_name, record, act, who, why, after)
    SELECT cluster, tx, name, body ->> key, 'added', signer, reason, body - left_out
    FROM (SELECT to_jsonb(n) AS body FROM new_rows n) fresh;
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO documents_history (era, xid, table_name, record, act, who, why, before, after)
    SELECT cluster, tx, name, coalesce(is_now.record, was.record),
      CASE WHEN was.record IS NULL THEN 'added' WHEN is_now.record IS NULL THEN 'removed' ELSE 'changed' END,
      signer, reason, was.body, is_now.body
    FROM (SELECT to_jsonb(o) ->> key AS record, to_jsonb(o) - left_out AS body FROM old_rows o) was
    FULL JOIN (SELECT to_jsonb(n) ->> key AS record, to_jsonb(n) - left_out AS body FROM new_rows n) is_now
      USING (record)
    WHERE was.body IS DISTINCT FROM is_now.body;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO documents_history (era, xid, table_name, record, act, who, why, before)
    SELECT cluster, tx, name, body ->> key, 'removed', signer, reason, body - left_out
    FROM (SELECT to_jsonb(o) AS body FROM old_rows o) gone;
  ELSE
    EXECUTE format(
      'INSERT INTO documents_history (era, xid, table_name, record, act, who, why, before)
       SELECT $1, $2, $3, body ->> $4, ''removed'', $5, $6, body - $7
       FROM (SELECT to_jsonb(t) AS body FROM %I.%I t) gone', TG_TABLE_SCHEMA, name)
    USING cluster, tx, name, key, signer, reason, left_out;
  END IF;
  RETURN NULL;
END $$;
"""

REFUSE = r"""
CREATE FUNCTION documents_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: % of % is refused, what is written there stays', TG_NAME, TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
END $$;

CREATE FUNCTION documents_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  glass text := coalesce(current_setting('llajta.break_glass', true), '');
  may_change text[] := coalesce(TG_ARGV::text[], '{}');
  is_empty boolean;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(OLD) - may_change = to_jsonb(NEW) - may_change THEN RETURN NULL; END IF;
  ELSIF TG_OP = 'TRUNCATE' THEN
    EXECUTE format('SELECT NOT EXISTS (SELECT FROM %I.%I)', TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO is_empty;
    IF is_empty THEN RETURN NULL; END IF;
  END IF;
  IF glass = '' THEN
    RAISE EXCEPTION '%: % of % is refused, its rows stay as they were written', TG_NAME, TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  INSERT INTO documents_history (era, xid, table_name, record, act, who, why)
  VALUES (
    (SELECT system_identifier FROM pg_control_system()), pg_current_xact_id()::text::bigint,
    TG_TABLE_NAME, CASE TG_OP WHEN 'TRUNCATE' THEN '*' ELSE to_jsonb(OLD) ->> 'id' END, 'unlocked',
    coalesce(nullif(current_setting('llajta.who', true), ''), 'database: ' || session_user), glass
  );
  RETURN NULL;
END $$;

CREATE TRIGGER history_is_only_appended_to BEFORE UPDATE OR DELETE OR TRUNCATE ON documents_history
  FOR EACH STATEMENT EXECUTE FUNCTION documents_refuse();
CREATE TRIGGER seals_are_only_appended_to BEFORE UPDATE OR DELETE OR TRUNCATE ON documents_seal
  FOR EACH STATEMENT EXECUTE FUNCTION documents_refuse();
"""

UNDO = """
DROP TABLE documents_history, documents_seal CASCADE;
DROP FUNCTION documents_keep_history, documents_refuse, documents_refuse_change CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunSQL(TABLES + LINE + KEEP + REFUSE, UNDO)]
