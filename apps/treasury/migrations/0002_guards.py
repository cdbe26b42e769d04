"""The database itself keeps the books balanced, closed and as they were written."""

from django.db import migrations

from geo.constraints import never_changes

BREAK_GLASS = {"trace": "treasury_breakglass", "setting": "llajta.break_glass"}

FROZEN = {
    "treasury_account": ("code", "kind"),
    "treasury_concept": ("code", "income_id"),
    "treasury_entry": (),
    "treasury_leg": (),
    "treasury_line": (),
    "treasury_payment": (),
    "treasury_receipt": (),
    "treasury_refund": (),
    "treasury_refundpayment": (),
    "treasury_remission": (),
    "treasury_period": (),
    "treasury_providerevent": (),
    "treasury_intentshare": (),
    "treasury_price": ("concept_id", "variant", "unit", "amount", "legal_basis"),
    "treasury_laterule": (
        "concept_id",
        "charged_as_id",
        "kind",
        "percent",
        "grace_days",
        "legal_basis",
    ),
    "treasury_obligation": (
        "id",
        "key",
        "concept_id",
        "debtor_id",
        "entry_id",
        "charged_on",
        "due_on",
        "amount",
        "about_kind",
        "about_id",
        "late_on_id",
    ),
    "treasury_paymentintent": (
        "alias",
        "provider",
        "debtor_id",
        "amount",
        "purpose",
        "asked_at",
        "expires_at",
    ),
}
"""Tables whose rows stay as they are, with the columns that do where others may change."""

TRACE = """
-- The trace of the exception has none: no setting opens it.
CREATE FUNCTION treasury_breakglass_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' AND NOT EXISTS (SELECT FROM treasury_breakglass) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'treasury_breakglass is never changed: % refused', TG_OP
    USING ERRCODE = 'restrict_violation', TABLE = 'treasury_breakglass';
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON treasury_breakglass
  FOR EACH STATEMENT EXECUTE FUNCTION treasury_breakglass_kept();
"""

BALANCED = """
-- The transaction that wrote an entry: no other may add legs to it.
ALTER TABLE treasury_entry ADD COLUMN written_in xid8 NOT NULL
  DEFAULT pg_current_xact_id();

CREATE FUNCTION treasury_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE total numeric; legs bigint;
BEGIN
  SELECT coalesce(sum(amount), 0), count(*) INTO total, legs
  FROM treasury_leg WHERE entry_id = NEW.id;
  IF total <> 0 OR legs < 2 THEN
    RAISE EXCEPTION 'entry_balances: entry % has % legs that come to %', NEW.id, legs, total
      USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_balances',
            TABLE = 'treasury_entry';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER entry_balances AFTER INSERT ON treasury_entry
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION treasury_entry_balances();

-- The deferred check runs once an entry. That it stays true afterwards is seen to here, for
-- all legs of a statement at once: legs come with their entry's transaction, and to an entry
-- that balances only legs that balance are added (a check forced by SET CONSTRAINTS is then
-- not outlived by an unbalanced leg).
CREATE FUNCTION treasury_leg_joins_its_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken bigint;
BEGIN
  SELECT entry.id INTO broken
  FROM (SELECT entry_id, sum(amount) AS total, count(*) AS legs
        FROM fresh GROUP BY entry_id) added
  JOIN treasury_entry entry ON entry.id = added.entry_id
  CROSS JOIN LATERAL (
      SELECT sum(amount) AS total, count(*) AS legs
      FROM treasury_leg WHERE entry_id = entry.id
  ) now
  WHERE entry.written_in IS DISTINCT FROM pg_current_xact_id()
     OR (now.legs > added.legs AND now.total - added.total = 0 AND added.total <> 0)
  LIMIT 1;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'leg_joins_its_entry: entry % is complete', broken
      USING ERRCODE = 'check_violation', CONSTRAINT = 'leg_joins_its_entry',
            TABLE = 'treasury_leg';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER leg_joins_its_entry AFTER INSERT ON treasury_leg
  REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION treasury_leg_joins_its_entry();
"""

DERIVED = """
CREATE FUNCTION treasury_outstanding_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE booked numeric; kept numeric;
BEGIN
  SELECT outstanding INTO kept FROM treasury_obligation WHERE id = NEW.id;
  SELECT coalesce(sum(amount), 0) INTO booked
  FROM treasury_leg WHERE obligation_id = NEW.id;
  IF booked <> kept THEN
    RAISE EXCEPTION 'outstanding_follows_the_ledger: obligation % says %, the ledger %',
        NEW.id, kept, booked
      USING ERRCODE = 'check_violation', CONSTRAINT = 'outstanding_follows_the_ledger',
            TABLE = 'treasury_obligation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER outstanding_follows_the_ledger
  AFTER UPDATE OF outstanding ON treasury_obligation
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION treasury_outstanding_follows();
"""

CLOSED = """
-- Whoever books holds the lock shared until its transaction ends, closing takes it alone: a
-- period is never closed under an entry that is on its way.
CREATE FUNCTION treasury_entry_is_in_an_open_period() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE closed date;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('treasury.periods', 0));
  SELECT max(month) INTO closed FROM treasury_period;
  IF NEW.booked_on < closed + interval '1 month' THEN
    RAISE EXCEPTION 'entry_is_in_an_open_period: % is closed', to_char(closed, 'YYYY-MM')
      USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_is_in_an_open_period',
            TABLE = 'treasury_entry';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER entry_is_in_an_open_period BEFORE INSERT ON treasury_entry
  FOR EACH ROW EXECUTE FUNCTION treasury_entry_is_in_an_open_period();

CREATE FUNCTION treasury_period_closes_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('treasury.periods', 0));
  IF EXISTS (SELECT FROM treasury_period WHERE month >= NEW.month) THEN
    RAISE EXCEPTION 'period_is_closed_once: % is closed', to_char(NEW.month, 'YYYY-MM')
      USING ERRCODE = 'unique_violation', CONSTRAINT = 'period_is_closed_once',
            TABLE = 'treasury_period';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER period_closes_alone BEFORE INSERT ON treasury_period
  FOR EACH ROW EXECUTE FUNCTION treasury_period_closes_alone();
"""

DROP_TRACE = "DROP FUNCTION treasury_breakglass_kept CASCADE"
DROP_BALANCED = """
DROP FUNCTION treasury_entry_balances, treasury_leg_joins_its_entry CASCADE;
ALTER TABLE treasury_entry DROP COLUMN written_in;
"""
DROP_DERIVED = "DROP FUNCTION treasury_outstanding_follows CASCADE"
DROP_CLOSED = """
DROP FUNCTION treasury_entry_is_in_an_open_period, treasury_period_closes_alone CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("treasury", "0001_initial")]
    operations = [
        *(
            never_changes(table, columns=columns, **BREAK_GLASS)
            for table, columns in FROZEN.items()
        ),
        migrations.RunSQL(TRACE, DROP_TRACE),
        migrations.RunSQL(BALANCED, DROP_BALANCED),
        migrations.RunSQL(DERIVED, DROP_DERIVED),
        migrations.RunSQL(CLOSED, DROP_CLOSED),
    ]
