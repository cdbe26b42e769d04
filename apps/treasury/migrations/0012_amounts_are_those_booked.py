"""What a payment, a remission and a refund say came in or was given up is what is booked.

The sums are of the rows of a statement at once. They are written after the legs of their
entries, which no other transaction can join, so that nothing is put off to the commit.
"""

from django.db import migrations

AMOUNTS = {
    # table: rule, sum of which legs of its entry, how it has to come out
    "payment": (
        "payment_is_what_came_in",
        "sum(amount) FILTER (WHERE account_id IN ('cash', 'bank', 'bank-qr'))",
        "fresh.amount",
    ),
    "remission": (
        "remission_is_what_was_given_up",
        "-sum(amount) FILTER (WHERE account_id = 'receivable')",
        "fresh.amount",
    ),
    "refund": (
        "refund_is_what_is_owed_back",
        "-sum(amount) FILTER (WHERE account_id = 'refunds' AND party_id = fresh.party_id)",
        "fresh.amount",
    ),
    "refundpayment": (
        "refund_is_paid_as_owed",
        "sum(amount) FILTER (WHERE account_id = 'refunds')",
        "(SELECT refund.amount FROM treasury_refund refund WHERE refund.id = fresh.refund_id)",
    ),
}
AGREES = """
CREATE FUNCTION treasury_{rule}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken record;
BEGIN
  SELECT fresh.id, {said} AS said, booked.found INTO broken
  FROM fresh
  CROSS JOIN LATERAL (
      SELECT coalesce({found}, 0) AS found FROM treasury_leg
      WHERE entry_id = fresh.entry_id
  ) booked
  WHERE booked.found <> {said}
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION '{rule}: {table} % says %, its entry %',
        broken.id, broken.said, broken.found
      USING ERRCODE = 'check_violation', CONSTRAINT = '{rule}',
            TABLE = 'treasury_{table}';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER {rule} AFTER INSERT ON treasury_{table}
  REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION treasury_{rule}();
"""

NUMBERED = """
CREATE FUNCTION treasury_receipt_bears_its_number() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken record;
BEGIN
  SELECT number.text, number.state, series.kind INTO broken
  FROM fresh
  JOIN documents_number number ON number.id = fresh.number_id
  JOIN documents_series series ON series.id = number.series_id
  WHERE number.state <> 'drawn' OR series.kind <> 'receipt'
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'receipt_bears_its_number: % is a % number of a series of %',
        broken.text, broken.state, broken.kind
      USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_bears_its_number',
            TABLE = 'treasury_receipt';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER receipt_bears_its_number AFTER INSERT ON treasury_receipt
  REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION treasury_receipt_bears_its_number();
"""

COUNTED = """
CREATE FUNCTION treasury_shift_expects_what_was_taken() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE taken numeric;
BEGIN
  SELECT coalesce(sum(payment.amount), 0) INTO taken
  FROM treasury_cashtaken cash
  JOIN treasury_payment payment ON payment.id = cash.payment_id
  LEFT JOIN treasury_entry undone ON undone.reverses_id = payment.entry_id
  WHERE cash.shift_id = NEW.id AND undone.id IS NULL;
  IF NEW.expected <> NEW.floated + taken THEN
    RAISE EXCEPTION 'shift_expects_what_was_taken: shift % expects %, it took % to %',
        NEW.id, NEW.expected, taken, NEW.floated
      USING ERRCODE = 'check_violation', CONSTRAINT = 'shift_expects_what_was_taken',
            TABLE = 'treasury_shift';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER shift_expects_what_was_taken BEFORE INSERT OR UPDATE ON treasury_shift
  FOR EACH ROW WHEN (NEW.closed_at IS NOT NULL)
  EXECUTE FUNCTION treasury_shift_expects_what_was_taken();
"""


def dropped(rule: str) -> str:
    return f"DROP FUNCTION treasury_{rule} CASCADE"


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0005_one_guard"),
        ("treasury", "0011_money_says_who_and_from_where"),
    ]
    operations = [
        *(
            migrations.RunSQL(
                AGREES.format(table=table, rule=rule, found=found, said=said),
                dropped(rule),
            )
            for table, (rule, found, said) in AMOUNTS.items()
        ),
        migrations.RunSQL(NUMBERED, dropped("receipt_bears_its_number")),
        migrations.RunSQL(COUNTED, dropped("shift_expects_what_was_taken")),
    ]
