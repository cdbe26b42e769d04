"""What the database itself refuses: changed events, trails without consent, lost cash."""

from django.db import migrations

from geo.constraints import append_only, keeps_history

REVOKED = """
CREATE TRIGGER device_stays_revoked AFTER UPDATE ON fieldwork_device
  FOR EACH ROW WHEN (
    OLD.revoked_at IS NOT NULL AND (NEW.revoked_at, NEW.revoked_by)
      IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by)
    OR OLD.wipe_asked AND NOT NEW.wipe_asked
    OR OLD.wiped_at IS NOT NULL AND NEW.wiped_at IS DISTINCT FROM OLD.wiped_at
  ) EXECUTE FUNCTION documents_refuse();

-- A revoked telephone delivers nothing by itself. Its row is held until the transaction
-- ends, so that it is not revoked under a delivery that is on its way.
CREATE FUNCTION fieldwork_receipt_is_of_a_known_telephone() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE revoked timestamptz;
BEGIN
  SELECT revoked_at INTO revoked FROM fieldwork_device WHERE id = NEW.device_id FOR SHARE;
  IF revoked IS NOT NULL AND NEW.carried_by = '' THEN
    RAISE EXCEPTION 'receipt_is_of_a_known_telephone: % was revoked', NEW.device_id
      USING ERRCODE = 'check_violation', TABLE = 'fieldwork_syncreceipt',
            CONSTRAINT = 'receipt_is_of_a_known_telephone';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER receipt_is_of_a_known_telephone BEFORE INSERT ON fieldwork_syncreceipt
  FOR EACH ROW EXECUTE FUNCTION fieldwork_receipt_is_of_a_known_telephone();
"""
REVOKED_UNDONE = """
DROP TRIGGER device_stays_revoked ON fieldwork_device;
DROP FUNCTION fieldwork_receipt_is_of_a_known_telephone CASCADE;
"""

TRAIL = """
-- Nobody's way is kept but on duty and with the consent that was in force at that moment.
CREATE FUNCTION fieldwork_trail_needs_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM fieldwork_duty duty
    JOIN fieldwork_device device ON device.id = duty.device_id
    JOIN fieldwork_consent consent ON consent.holder_id = device.holder_id
    WHERE duty.device_id = NEW.device_id
      AND duty.began_at <= NEW.at AND coalesce(duty.ended_at >= NEW.at, true)
      AND consent.given_at <= NEW.at AND coalesce(consent.withdrawn_at >= NEW.at, true)
  ) THEN
    RAISE EXCEPTION 'trail_needs_consent: % at %', NEW.device_id, NEW.at
      USING ERRCODE = 'check_violation', TABLE = 'fieldwork_trailpoint',
            CONSTRAINT = 'trail_needs_consent';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER trail_needs_consent BEFORE INSERT OR UPDATE ON fieldwork_trailpoint
  FOR EACH ROW EXECUTE FUNCTION fieldwork_trail_needs_consent();
"""
TRAIL_UNDONE = "DROP FUNCTION fieldwork_trail_needs_consent CASCADE"

CASH = """
-- What was booked or counted stays so, and is what changed hands.
CREATE TRIGGER street_cash_is_booked_once AFTER UPDATE ON fieldwork_streetcash
  FOR EACH ROW WHEN (
    OLD.payment_id IS NOT NULL AND NEW.payment_id IS DISTINCT FROM OLD.payment_id
    OR OLD.number_id IS NOT NULL AND NEW.number_id IS DISTINCT FROM OLD.number_id
    OR OLD.count_id IS NOT NULL AND NEW.count_id IS DISTINCT FROM OLD.count_id
  ) EXECUTE FUNCTION documents_refuse();

CREATE FUNCTION fieldwork_street_cash_is_its_payment() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE paid record;
BEGIN
  IF NEW.payment_id IS NULL THEN RETURN NULL; END IF;
  SELECT payment.amount, payment.means, receipt.number_id INTO paid
  FROM treasury_payment payment
  LEFT JOIN treasury_receipt receipt ON receipt.payment_id = payment.id
  WHERE payment.id = NEW.payment_id;
  IF paid.amount <> NEW.amount OR paid.means <> 'cash'
     OR paid.number_id IS DISTINCT FROM NEW.number_id THEN
    RAISE EXCEPTION 'street_cash_is_its_payment: event %', NEW.event_id
      USING ERRCODE = 'check_violation', TABLE = 'fieldwork_streetcash',
            CONSTRAINT = 'street_cash_is_its_payment';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER street_cash_is_its_payment
  AFTER INSERT OR UPDATE ON fieldwork_streetcash DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION fieldwork_street_cash_is_its_payment();

-- A count expects what its takings come to, all of one telephone; judged at the end.
CREATE FUNCTION fieldwork_count_is_of_its_takings() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE asked bigint; expected numeric; found numeric; others boolean;
BEGIN
  asked := CASE TG_TABLE_NAME WHEN 'fieldwork_cashcount' THEN (to_jsonb(NEW) ->> 'id')::bigint
           ELSE (to_jsonb(NEW) ->> 'count_id')::bigint END;
  IF asked IS NULL THEN RETURN NULL; END IF;
  SELECT counted.expected, coalesce(sum(cash.amount), 0),
         coalesce(bool_or(event.device_id <> counted.device_id), false)
    INTO expected, found, others
  FROM fieldwork_cashcount counted
  LEFT JOIN fieldwork_streetcash cash ON cash.count_id = counted.id
  LEFT JOIN fieldwork_event event ON event.id = cash.event_id
  WHERE counted.id = asked
  GROUP BY counted.id;
  IF expected <> found OR others THEN
    RAISE EXCEPTION 'count_is_of_its_takings: count % expects % of %', asked, expected, found
      USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME,
            CONSTRAINT = 'count_is_of_its_takings';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER count_is_of_its_takings AFTER INSERT ON fieldwork_cashcount
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION fieldwork_count_is_of_its_takings();
CREATE CONSTRAINT TRIGGER count_is_of_its_takings
  AFTER INSERT OR UPDATE OF count_id ON fieldwork_streetcash
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION fieldwork_count_is_of_its_takings();
"""
CASH_UNDONE = """
DROP TRIGGER street_cash_is_booked_once ON fieldwork_streetcash;
DROP FUNCTION fieldwork_street_cash_is_its_payment CASCADE;
DROP FUNCTION fieldwork_count_is_of_its_takings CASCADE;
"""

SETTLED = ("outcome", "message", "settled_at", "settled_by", "settled_note")
CONTACT = ("name", "seen_at", "revoked_at", "revoked_by")
WIPING = ("wipe_asked", "wiped_at", "sealed_left")
PACKED = ("package", "package_bytes", "thumbnails", "thumbnails_bytes", "packed_at")


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0004_history_of_people"),
        ("treasury", "0005_guards_of_desks"),
        ("fieldwork", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(REVOKED, REVOKED_UNDONE),
        migrations.RunSQL(TRAIL, TRAIL_UNDONE),
        migrations.RunSQL(CASH, CASH_UNDONE),
        append_only(
            "device_stays_as_enrolled",
            table="fieldwork_device",
            may_change=(*CONTACT, *WIPING),
        ),
        append_only("event_stays_as_received", table="fieldwork_event", may_change=SETTLED),
        append_only(
            "sync_receipt_stays",
            table="fieldwork_syncreceipt",
            may_change=("clock_offset",),
        ),
        append_only("unread_envelope_stays", table="fieldwork_unreadenvelope"),
        append_only("field_file_stays", table="fieldwork_fieldfile"),
        append_only(
            "street_cash_stays",
            table="fieldwork_streetcash",
            may_change=("payment_id", "number_id", "count_id"),
        ),
        append_only("cash_count_stays", table="fieldwork_cashcount"),
        keeps_history("fieldwork_device", without=("token_digest", "seen_at")),
        keeps_history("fieldwork_assignment", without=PACKED),
        keeps_history("fieldwork_streetcash"),
        keeps_history("fieldwork_cashcount"),
    ]
