"""Nobody has by right what was given for a debt that is annulled."""

from django.db import migrations

GUARD = """
-- Whoever annuls such a debt takes back, in the same transaction, what was given for it; at the
-- end of the transaction there is no title in force by an annulled obligation. Who gives a
-- title waits for whoever is annulling at that moment, and sees what came of it.
CREATE FUNCTION allocation_title_is_paid_for() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found text;
BEGIN
  SELECT state INTO found FROM treasury_obligation WHERE id = NEW.obligation_id FOR SHARE;
  IF found = 'annulled' AND EXISTS (
    SELECT FROM allocation_claim WHERE id = NEW.id AND upper(in_force) IS NULL
  ) THEN
    RAISE EXCEPTION 'title_is_paid_for: obligation % is annulled', NEW.obligation_id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'title_is_paid_for',
            TABLE = 'allocation_claim';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER title_is_paid_for
  AFTER INSERT OR UPDATE OF obligation_id, in_force ON allocation_claim
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.obligation_id IS NOT NULL AND upper(NEW.in_force) IS NULL)
  EXECUTE FUNCTION allocation_title_is_paid_for();

CREATE FUNCTION allocation_annulled_debt_leaves_no_title() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM allocation_claim
    WHERE obligation_id = NEW.id AND upper(in_force) IS NULL
  ) THEN
    RAISE EXCEPTION 'title_is_paid_for: a title stands by obligation %', NEW.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'title_is_paid_for',
            TABLE = 'allocation_claim';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER annulled_debt_leaves_no_title
  AFTER UPDATE OF state ON treasury_obligation
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state = 'annulled' AND OLD.state <> 'annulled')
  EXECUTE FUNCTION allocation_annulled_debt_leaves_no_title();
"""

UNDONE = """
DROP FUNCTION allocation_title_is_paid_for CASCADE;
DROP FUNCTION allocation_annulled_debt_leaves_no_title CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("allocation", "0017_who_offers_what_is_kept"),
        ("treasury", "0013_a_count_gives_its_reason_first"),
    ]
    operations = [migrations.RunSQL(GUARD, UNDONE)]
