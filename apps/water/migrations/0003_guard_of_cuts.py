"""The database lets nobody cut water while something speaks against it."""

from django.db import migrations

STEPS = """
-- Step by step, and judged anew at the approval and at the cut itself: a complaint that came
-- in between stops the crew at the door. What is overdue counts by the municipality's day,
-- which the act brings along and which is about today; sewers have no order at all.
CREATE FUNCTION water_cutorder_may_go_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was text := CASE TG_OP WHEN 'INSERT' THEN '' ELSE OLD.state END;
  account water_account;
  rule water_cutrule;
  holder bigint;
  wrong text;
  overdue int;
  notices int;
  latest timestamptz;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.account_id, NEW.proposed_at, NEW.proposed_by)
       <> (OLD.account_id, OLD.proposed_at, OLD.proposed_by) THEN
      wrong := 'water_cutorder_keeps_its_origin';
    ELSIF NEW.state = was THEN
      RETURN NEW;
    END IF;
  END IF;
  IF wrong IS NULL AND (was, NEW.state) NOT IN (
      ('', 'proposed'), ('proposed', 'approved'), ('proposed', 'withdrawn'),
      ('approved', 'cut'), ('approved', 'withdrawn'), ('cut', 'reconnected')) THEN
    wrong := 'water_cutorder_goes_step_by_step';
  ELSIF wrong IS NULL AND abs(NEW.judged_on - current_date) > 1 THEN
    wrong := 'water_cutorder_is_judged_today';
  END IF;
  IF wrong IS NULL AND NEW.state IN ('approved', 'cut') THEN
    -- Whoever opens a complaint or protects a holder waits for this row's account.
    SELECT * INTO account FROM water_account WHERE id = NEW.account_id FOR UPDATE;
    SELECT * INTO rule FROM water_cutrule WHERE id = NEW.rule_id;
    SELECT party_id INTO holder FROM water_holding
    WHERE account_id = NEW.account_id AND days @> NEW.judged_on;
    SELECT count(*) INTO overdue
    FROM treasury_obligation owed
    WHERE owed.about_kind = 'water.account' AND owed.about_id = NEW.account_id::text
      AND owed.state = 'open' AND owed.due_on < NEW.judged_on AND owed.late_on_id IS NULL
      AND NOT EXISTS (
        SELECT FROM water_agreement_obligations covered
        JOIN water_agreement agreement ON agreement.id = covered.agreement_id
        WHERE covered.obligation_id = owed.id AND agreement.state = 'standing');
    SELECT count(*), max(delivered_at) INTO notices, latest
    FROM water_notice
    WHERE account_id = NEW.account_id
      AND delivered_at > coalesce(
        (SELECT max(reconnected_at) FROM water_cutorder
         WHERE account_id = NEW.account_id), '-infinity');
    wrong := CASE
      WHEN rule.operator_id <> account.operator_id OR NOT rule.days @> NEW.judged_on
        THEN 'water_cut_needs_a_rule_in_force'
      WHEN overdue < rule.overdue_bills THEN 'water_cut_needs_overdue_bills'
      WHEN notices < rule.notices
           OR latest > clock_timestamp() - rule.notice_days * interval '1 day'
        THEN 'water_cut_needs_notices'
      WHEN EXISTS (SELECT FROM water_claim
                   WHERE account_id = NEW.account_id AND closed_at IS NULL)
        THEN 'water_cut_waits_for_complaints'
      WHEN EXISTS (SELECT FROM water_protectedholder
                   WHERE party_id = holder AND days @> NEW.judged_on)
        THEN 'water_cut_spares_protected_holders'
    END;
  END IF;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION '%: order % from % to %', wrong, NEW.id, was, NEW.state
      USING ERRCODE = 'check_violation', TABLE = 'water_cutorder', CONSTRAINT = wrong;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cutorder_may_go_on BEFORE INSERT OR UPDATE ON water_cutorder
  FOR EACH ROW EXECUTE FUNCTION water_cutorder_may_go_on();

-- A complaint or a protection that is being written and a cut that is being approved are put
-- in line: both take the account's row.
CREATE FUNCTION water_takes_the_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'water_claim' THEN
    PERFORM FROM water_account WHERE id = (to_jsonb(NEW) ->> 'account_id')::bigint FOR UPDATE;
  ELSE
    PERFORM FROM water_account
    WHERE id IN (SELECT account_id FROM water_holding
                 WHERE party_id = (to_jsonb(NEW) ->> 'party_id')::bigint)
    ORDER BY id FOR UPDATE;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER takes_the_account BEFORE INSERT ON water_claim
  FOR EACH ROW EXECUTE FUNCTION water_takes_the_account();
CREATE TRIGGER takes_the_account BEFORE INSERT ON water_protectedholder
  FOR EACH ROW EXECUTE FUNCTION water_takes_the_account();

CREATE FUNCTION water_cutorder_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'water_cutorder_is_kept: order %', OLD.id
    USING ERRCODE = 'restrict_violation', TABLE = 'water_cutorder',
          CONSTRAINT = 'water_cutorder_is_kept';
END $$;
CREATE TRIGGER cutorder_is_kept BEFORE DELETE ON water_cutorder
  FOR EACH ROW EXECUTE FUNCTION water_cutorder_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("water", "0002_guards")]
    operations = [
        migrations.RunSQL(
            STEPS,
            "DROP FUNCTION water_cutorder_may_go_on, water_takes_the_account,"
            " water_cutorder_is_kept CASCADE",
        )
    ]
