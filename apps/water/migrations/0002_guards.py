"""What the database itself refuses of the water service, across tables."""

from django.db import migrations

from geo.constraints import append_only, keeps_history

HISTORY = (
    *("operator", "rationing", "connection", "account", "holding", "meterfitting"),
    *("tariff", "tariffblock", "reading", "period", "agreement", "claim", "cutrule"),
    *("cutorder", "protectedholder"),
)

ONE_OPERATOR = """
ALTER TABLE water_account
  ADD CONSTRAINT water_account_is_of_the_connections_operator
  FOREIGN KEY (connection_id, operator_id) REFERENCES water_connection (id, operator_id)
  ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION water_fitting_is_of_one_operator() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken bigint;
BEGIN
  SELECT fresh.id INTO broken
  FROM fresh
  JOIN water_meter meter ON meter.id = fresh.meter_id
  JOIN water_connection connection ON connection.id = fresh.connection_id
  WHERE meter.operator_id <> connection.operator_id
  LIMIT 1;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'water_fitting_is_of_one_operator: fitting %', broken
      USING ERRCODE = 'check_violation', TABLE = 'water_meterfitting',
            CONSTRAINT = 'water_fitting_is_of_one_operator';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER one_operator_insert AFTER INSERT ON water_meterfitting
  REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION water_fitting_is_of_one_operator();
CREATE TRIGGER one_operator_update AFTER UPDATE ON water_meterfitting
  REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION water_fitting_is_of_one_operator();
"""

BLOCKS = """
-- Judged when the transaction ends, from the tariff as it then is: a tariff by blocks has
-- them from nothing upwards without a gap, a flat one has none, and each amount that is
-- charged in the treasury is the price it names there.
CREATE FUNCTION water_tariff_is_complete(asked bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE tariff water_tariff; wrong text;
BEGIN
  SELECT * INTO tariff FROM water_tariff WHERE id = asked;
  IF NOT FOUND THEN RETURN; END IF;
  IF tariff.kind = 'flat' THEN
    SELECT 'a flat tariff has blocks' INTO wrong
    FROM water_tariffblock WHERE tariff_id = asked LIMIT 1;
  ELSE
    WITH block AS (
      SELECT lower(cubic_metres) AS low, upper(cubic_metres) AS high,
             lag(upper(cubic_metres)) OVER steps AS before,
             row_number() OVER steps AS place, count(*) OVER () AS blocks
      FROM water_tariffblock WHERE tariff_id = asked
      WINDOW steps AS (ORDER BY lower(cubic_metres))
    )
    SELECT CASE
      WHEN count(*) = 0 THEN 'it has no block'
      WHEN min(low) > 0 THEN 'the first block does not begin at nothing'
      WHEN bool_or(place > 1 AND before IS DISTINCT FROM low) THEN 'a gap between blocks'
      WHEN bool_and(high IS NOT NULL) THEN 'the last block has an end'
    END INTO wrong FROM block;
  END IF;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'water_tariff_blocks_are_complete: tariff %: %', asked, wrong
      USING ERRCODE = 'check_violation', TABLE = 'water_tariffblock',
            CONSTRAINT = 'water_tariff_blocks_are_complete';
  END IF;
  IF EXISTS (
    SELECT FROM (
      SELECT tariff.fixed_price_id, tariff.fixed_charge
      UNION ALL
      SELECT priced.id, priced.amount FROM water_tariffblock block
      CROSS JOIN LATERAL (VALUES (block.unit_price_id, block.unit_amount),
                                 (block.entry_price_id, block.entry_charge)
      ) AS priced (id, amount)
      WHERE block.tariff_id = asked
    ) AS said (price_id, amount)
    JOIN treasury_price price ON price.id = said.price_id
    WHERE price.amount <> said.amount
  ) THEN
    RAISE EXCEPTION 'water_tariff_is_priced_as_it_says: tariff %', asked
      USING ERRCODE = 'check_violation', TABLE = 'water_tariff',
            CONSTRAINT = 'water_tariff_is_priced_as_it_says';
  END IF;
END $$;

CREATE FUNCTION water_tariff_completed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'water_tariff' THEN
    PERFORM water_tariff_is_complete(NEW.id);
  ELSE
    IF TG_OP <> 'INSERT' THEN PERFORM water_tariff_is_complete(OLD.tariff_id); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM water_tariff_is_complete(NEW.tariff_id); END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER tariff_is_complete AFTER INSERT OR UPDATE ON water_tariff
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION water_tariff_completed();
CREATE CONSTRAINT TRIGGER tariff_is_complete AFTER INSERT OR UPDATE OR DELETE
  ON water_tariffblock
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION water_tariff_completed();

-- What bills were made by stays as it was: a tariff ends, and another follows it.
CREATE FUNCTION water_tariff_in_use_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE used bigint;
BEGIN
  IF TG_TABLE_NAME = 'water_tariff' THEN
    IF (NEW.operator_id, NEW.category, NEW.is_metered, NEW.kind, NEW.fixed_charge,
        NEW.minimum, NEW.legal_basis, lower(NEW.days))
       = (OLD.operator_id, OLD.category, OLD.is_metered, OLD.kind, OLD.fixed_charge,
          OLD.minimum, OLD.legal_basis, lower(OLD.days)) THEN
      RETURN NEW;
    END IF;
    used := OLD.id;
  ELSIF TG_OP = 'UPDATE' AND (NEW.tariff_id, NEW.cubic_metres, NEW.unit_amount,
                              NEW.entry_charge)
        = (OLD.tariff_id, OLD.cubic_metres, OLD.unit_amount, OLD.entry_charge) THEN
    RETURN NEW;
  ELSE
    used := OLD.tariff_id;
  END IF;
  IF EXISTS (SELECT FROM water_bill WHERE tariff_id = used) THEN
    RAISE EXCEPTION 'water_tariff_in_use_stays: tariff %', used
      USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME,
            CONSTRAINT = 'water_tariff_in_use_stays';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER tariff_in_use_stays BEFORE UPDATE ON water_tariff
  FOR EACH ROW EXECUTE FUNCTION water_tariff_in_use_stays();
CREATE TRIGGER tariff_in_use_stays BEFORE UPDATE OR DELETE ON water_tariffblock
  FOR EACH ROW EXECUTE FUNCTION water_tariff_in_use_stays();
"""

MAINS = """
-- A main is drawn from its first node to its last; a centimetre is forgiven.
CREATE FUNCTION water_main_ends_at_its_nodes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  broken bigint;
  fresh jsonb := to_jsonb(NEW);
  changed bigint := coalesce(fresh ->> 'id', fresh ->> 'asset_id');
BEGIN
  SELECT main.asset_id INTO broken
  FROM water_main main
  JOIN water_asset asset ON asset.id = main.asset_id
  JOIN water_node first ON first.id = main.from_node_id
  JOIN water_node last ON last.id = main.to_node_id
  WHERE (CASE TG_TABLE_NAME
      WHEN 'water_node' THEN changed IN (main.from_node_id, main.to_node_id)
      ELSE main.asset_id = changed END)
    AND (asset.kind <> 'main'
         OR asset.operator_id <> first.operator_id OR asset.operator_id <> last.operator_id
         OR NOT ST_DWithin(ST_StartPoint(asset.shape), first.position, 1e-7)
         OR NOT ST_DWithin(ST_EndPoint(asset.shape), last.position, 1e-7))
  LIMIT 1;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'water_main_ends_at_its_nodes: main %', broken
      USING ERRCODE = 'check_violation', TABLE = 'water_main',
            CONSTRAINT = 'water_main_ends_at_its_nodes';
  END IF;
  RETURN NULL;
END $$;
"""
MAINS += "".join(
    f"""
CREATE CONSTRAINT TRIGGER main_ends_at_its_nodes AFTER {event} ON water_{table}
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION water_main_ends_at_its_nodes();
"""
    for table, event in (
        ("main", "INSERT OR UPDATE"),
        ("asset", "UPDATE OF shape, kind, operator_id"),
        ("node", "UPDATE OF position, operator_id"),
    )
)

BILLS = """
-- A bill is of its account's operator and says what the treasury collects.
CREATE FUNCTION water_bill_agrees() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken bigint;
BEGIN
  SELECT fresh.id INTO broken
  FROM fresh
  JOIN water_account account ON account.id = fresh.account_id
  JOIN water_period period ON period.id = fresh.period_id
  JOIN water_tariff tariff ON tariff.id = fresh.tariff_id
  LEFT JOIN treasury_obligation obligation ON obligation.id = fresh.obligation_id
  WHERE account.operator_id <> period.operator_id
     OR account.operator_id <> tariff.operator_id
     OR fresh.obligation_id IS NOT NULL
        AND (obligation.amount <> fresh.amount OR obligation.about_kind <> 'water.account'
             OR obligation.about_id <> fresh.account_id::text)
  LIMIT 1;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'water_bill_agrees_with_the_treasury: bill %', broken
      USING ERRCODE = 'check_violation', TABLE = 'water_bill',
            CONSTRAINT = 'water_bill_agrees_with_the_treasury';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER bill_agrees_insert AFTER INSERT ON water_bill
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION water_bill_agrees();
CREATE TRIGGER bill_agrees_update AFTER UPDATE ON water_bill
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION water_bill_agrees();
"""

INSTALMENTS = """
CREATE FUNCTION water_instalments_come_to_the_total() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE asked bigint; owed numeric; parts numeric;
BEGIN
  IF TG_TABLE_NAME = 'water_agreement' THEN asked := NEW.id;
  ELSIF TG_OP = 'DELETE' THEN asked := OLD.agreement_id;
  ELSE asked := NEW.agreement_id;
  END IF;
  SELECT total INTO owed FROM water_agreement WHERE id = asked;
  SELECT coalesce(sum(amount), 0) INTO parts
  FROM water_instalment WHERE agreement_id = asked;
  IF owed <> parts THEN
    RAISE EXCEPTION 'water_instalments_come_to_the_total: agreement %: % of %',
        asked, parts, owed
      USING ERRCODE = 'check_violation', TABLE = 'water_instalment',
            CONSTRAINT = 'water_instalments_come_to_the_total';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER instalments_come_to_the_total
  AFTER INSERT OR UPDATE OF total ON water_agreement DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION water_instalments_come_to_the_total();
CREATE CONSTRAINT TRIGGER instalments_come_to_the_total
  AFTER INSERT OR UPDATE OR DELETE ON water_instalment DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION water_instalments_come_to_the_total();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("water", "0001_initial"),
        ("documents", "0002_history"),
        ("treasury", "0002_guards"),
    ]
    operations = [
        migrations.RunSQL(
            ONE_OPERATOR,
            """
            DROP FUNCTION water_fitting_is_of_one_operator CASCADE;
            ALTER TABLE water_account
              DROP CONSTRAINT water_account_is_of_the_connections_operator;
            """,
        ),
        migrations.RunSQL(
            BLOCKS,
            "DROP FUNCTION water_tariff_completed, water_tariff_in_use_stays,"
            " water_tariff_is_complete CASCADE",
        ),
        migrations.RunSQL(MAINS, "DROP FUNCTION water_main_ends_at_its_nodes CASCADE"),
        migrations.RunSQL(BILLS, "DROP FUNCTION water_bill_agrees CASCADE"),
        migrations.RunSQL(
            INSTALMENTS, "DROP FUNCTION water_instalments_come_to_the_total CASCADE"
        ),
        *(keeps_history(f"water_{table}") for table in HISTORY),
        append_only("water_visit_stays", table="water_visit"),
        append_only("water_promise_stays", table="water_promise"),
        append_only("water_notice_stays", table="water_notice"),
        append_only("water_categorychange_stays", table="water_categorychange"),
    ]
