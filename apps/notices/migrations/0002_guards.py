"""What the database sees to: texts name known values only, and the log stays as written."""

from django.db import migrations

from geo.constraints import append_only

# Both sides ask, because either may change.
GAPS = r"""
CREATE FUNCTION notices_gaps_are_known() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wrong bigint;
BEGIN
  SELECT written.id INTO wrong
  FROM notices_template template
  JOIN notices_text written ON written.template_id = template.id,
  LATERAL (SELECT written.subject || ' ' || written.body AS words) joined
  WHERE template.id = (to_jsonb(NEW) ->> TG_ARGV[0])::bigint
    AND (EXISTS (SELECT FROM regexp_matches(words, '\{([a-z_]+)\}', 'g') AS gap
                 WHERE gap[1] <> ALL (template.variables))
         OR regexp_replace(words, '\{[a-z_]+\}', '', 'g') ~ '[{}]')
  LIMIT 1;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'text_names_known_values: wording % names a value nobody gives', wrong
      USING ERRCODE = 'check_violation', CONSTRAINT = 'text_names_known_values',
            TABLE = 'notices_text';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER gaps_are_known AFTER INSERT OR UPDATE ON notices_text
  FOR EACH ROW EXECUTE FUNCTION notices_gaps_are_known('template_id');
CREATE TRIGGER gaps_are_known AFTER UPDATE OF variables ON notices_template
  FOR EACH ROW EXECUTE FUNCTION notices_gaps_are_known('id');
"""

# What is being sent or was sent is not worded anew under whoever wants to know what went out.
WORDS = """
CREATE FUNCTION notices_words_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'notice_words_stay: % was worded when it was caused', TG_TABLE_NAME
    USING ERRCODE = 'check_violation', CONSTRAINT = 'notice_words_stay',
          TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER words_stay BEFORE UPDATE OF subject, body ON notices_notice FOR EACH ROW
  WHEN ((OLD.subject, OLD.body) IS DISTINCT FROM (NEW.subject, NEW.body))
  EXECUTE FUNCTION notices_words_stay();
CREATE TRIGGER words_stay BEFORE UPDATE OF subject, body ON notices_delivery FOR EACH ROW
  WHEN ((OLD.subject, OLD.body) IS DISTINCT FROM (NEW.subject, NEW.body))
  EXECUTE FUNCTION notices_words_stay();
CREATE TRIGGER stays_sent BEFORE UPDATE OF state ON notices_delivery FOR EACH ROW
  WHEN (OLD.state = 'sent' AND NEW.state <> 'sent')
  EXECUTE FUNCTION notices_words_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("documents", "0002_history")]
    operations = [
        migrations.RunSQL(GAPS, "DROP FUNCTION IF EXISTS notices_gaps_are_known CASCADE"),
        migrations.RunSQL(WORDS, "DROP FUNCTION IF EXISTS notices_words_stay CASCADE"),
        append_only("attempt_is_append_only", table="notices_attempt"),
    ]
