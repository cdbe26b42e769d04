"""The sign-in record is only added to: the database refuses to change or drop a row."""

from __future__ import annotations

from django.db import migrations

GUARD = """
CREATE FUNCTION signin_event_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'signin_event_stands: the sign-in record is only added to'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'signin_event_stands',
          TABLE = 'signin_event';
END $$;
CREATE TRIGGER signin_event_stands BEFORE UPDATE OR DELETE ON signin_event
  FOR EACH ROW EXECUTE FUNCTION signin_event_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("signin", "0001_initial")]

    operations = [
        migrations.RunSQL(GUARD, "DROP FUNCTION IF EXISTS signin_event_stands CASCADE")
    ]
