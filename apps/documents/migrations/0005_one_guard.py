"""What is let through by breaking the glass is kept as it was before and after.

Tables that have a history write it themselves; for the others the guard does.
"""

from django.db import migrations

REFUSE = r"""
CREATE OR REPLACE FUNCTION documents_refuse_change() RETURNS trigger
LANGUAGE plpgsql SET TimeZone TO 'UTC' AS $$
DECLARE
  glass text := coalesce(current_setting('llajta.break_glass', true), '');
  may_change text[] := coalesce(TG_ARGV::text[], '{}');
  signer text := coalesce(nullif(current_setting('llajta.who', true), ''), 'database: ' || session_user);
  cluster bigint;
  tx bigint;
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
  cluster := (SELECT system_identifier FROM pg_control_system());
  tx := pg_current_xact_id()::text::bigint;
  INSERT INTO documents_history (era, xid, table_name, record, act, who, why)
  VALUES (cluster, tx, TG_TABLE_NAME,
          CASE TG_OP WHEN 'TRUNCATE' THEN '*' ELSE coalesce(to_jsonb(OLD) ->> 'id', '*') END,
          'unlocked', signer, glass);
  IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = TG_RELID AND tgname = 'keeps_history_update') THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'TRUNCATE' THEN
    EXECUTE format(
      'INSERT INTO documents_history (era, xid, table_name, record, act, who, why, before)
       SELECT $1, $2, $3, coalesce(body ->> ''id'', ''*''), ''removed'', $4, $5, body
       FROM (SELECT to_jsonb(t) AS body FROM %I.%I t) gone', TG_TABLE_SCHEMA, TG_TABLE_NAME)
    USING cluster, tx, TG_TABLE_NAME, signer, glass;
  ELSE
    INSERT INTO documents_history (era, xid, table_name, record, act, who, why, before, after)
    VALUES (cluster, tx, TG_TABLE_NAME, coalesce(to_jsonb(OLD) ->> 'id', '*'),
            CASE TG_OP WHEN 'UPDATE' THEN 'changed' ELSE 'removed' END, signer, glass,
            to_jsonb(OLD), CASE TG_OP WHEN 'UPDATE' THEN to_jsonb(NEW) END);
  END IF;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_history_of_people")]
    operations = [migrations.RunSQL(REFUSE, migrations.RunSQL.noop)]
