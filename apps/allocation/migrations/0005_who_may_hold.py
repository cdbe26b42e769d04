"""The windows of a sale are kept by the database, whatever program holds a space."""

from django.db import migrations

from geo.constraints import keeps_history

MAY_HOLD = """
-- Whether a party (null: nobody knows who) may hold a space at a moment, by the windows of
-- its offering. A space that no window covers is for anybody. Else a window that is open
-- then has to admit them, and the space must not wait for somebody else: it does until the
-- window through which they were admitted to it closes. Of two whom it waits for, the one
-- with the lower rank comes first; with the same, the quicker one.
CREATE FUNCTION allocation_may_hold(wanted bigint, who bigint, moment timestamptz)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN  -- its plan is kept, which one in SQL would make anew for each space
  RETURN (WITH covering AS MATERIALIZED (
    SELECT w.id, w.rank, w.opens, w.admits
    FROM allocation_space space
    JOIN allocation_window w ON w.offering_id = space.offering_id
     AND w.tariff IN ('', space.tariff)
    WHERE space.id = wanted
  ), waiting AS MATERIALIZED (
    SELECT admission.party_id, covering.rank
    FROM allocation_admission admission
    JOIN covering ON covering.id = admission.window_id
    WHERE admission.space_id = wanted AND admission.withdrawn_at IS NULL
      AND upper(covering.opens) > moment
  )
  SELECT NOT EXISTS (SELECT FROM covering)
    OR EXISTS (
      SELECT FROM covering
      WHERE covering.opens @> moment
        AND (covering.admits = 'everyone' OR EXISTS (
          SELECT FROM allocation_admission admission
          WHERE admission.window_id = covering.id AND admission.party_id = who
            AND admission.withdrawn_at IS NULL
            AND (admission.space_id IS NULL OR admission.space_id = wanted))))
    AND NOT EXISTS (
      SELECT FROM waiting
      WHERE waiting.party_id IS DISTINCT FROM who
        AND NOT EXISTS (
          SELECT FROM waiting mine
          WHERE mine.party_id = who AND mine.rank <= waiting.rank)));
END $$;
"""

CLAIMS = """
-- A hold is made within a window that admits its holder, or by a decision with its reason.
-- Holding again what a payment that was taken back had bought is no new hold. Row by row and
-- by keys alone: of a sale without windows this asks two rows and is done.
CREATE FUNCTION allocation_claim_within_windows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE hold allocation_hold;
BEGIN
  SELECT * INTO hold FROM allocation_hold WHERE id = NEW.hold_id;
  IF hold.waived <> ''
     OR NOT EXISTS (SELECT FROM allocation_window WHERE offering_id = hold.offering_id)
     OR allocation_may_hold(NEW.space_id, hold.party_id, clock_timestamp())
     OR EXISTS (
       SELECT FROM allocation_claim had
       WHERE had.space_id = NEW.space_id AND had.obligation_id = hold.obligation_id
         AND had.kind = 'title' AND upper(had.in_force) = lower(NEW.in_force)) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'claim_is_within_a_window: space %', NEW.space_id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_is_within_a_window',
          TABLE = 'allocation_claim';
END $$;
CREATE TRIGGER claim_within_windows AFTER INSERT ON allocation_claim
  FOR EACH ROW WHEN (NEW.kind = 'hold') EXECUTE FUNCTION allocation_claim_within_windows();
"""

ADMISSIONS = """
-- An admission is to a space of the window's own offering if the window is for own spaces,
-- to none if it is for any, and there is none to a window for everybody.
CREATE FUNCTION allocation_admissions_fit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken bigint;
BEGIN
  SELECT admission.id INTO broken
  FROM fresh admission
  JOIN allocation_window w ON w.id = admission.window_id
  LEFT JOIN allocation_space space ON space.id = admission.space_id
  WHERE w.admits = 'everyone'
     OR (w.admits = 'space') <> (admission.space_id IS NOT NULL)
     OR space.offering_id <> w.offering_id
     OR (w.tariff <> '' AND w.tariff <> space.tariff)
  LIMIT 1;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'admission_fits_its_window: admission %', broken
      USING ERRCODE = 'check_violation', CONSTRAINT = 'admission_fits_its_window',
            TABLE = 'allocation_admission';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER admissions_fit_insert AFTER INSERT ON allocation_admission
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION allocation_admissions_fit();
CREATE TRIGGER admissions_fit_update AFTER UPDATE ON allocation_admission
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION allocation_admissions_fit();

-- Days of a window may be moved; what it is and for whom stays once somebody was admitted.
CREATE FUNCTION allocation_window_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM allocation_admission WHERE window_id = OLD.id) THEN
    RAISE EXCEPTION 'window_stays_what_it_is: window %', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'window_stays_what_it_is',
            TABLE = 'allocation_window';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER window_stays_what_it_is BEFORE UPDATE OF offering_id, admits, tariff
  ON allocation_window FOR EACH ROW
  WHEN ((NEW.offering_id, NEW.admits, NEW.tariff)
        IS DISTINCT FROM (OLD.offering_id, OLD.admits, OLD.tariff))
  EXECUTE FUNCTION allocation_window_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("allocation", "0004_windows"), ("documents", "0002_history")]
    operations = [
        migrations.RunSQL(MAY_HOLD, "DROP FUNCTION allocation_may_hold CASCADE"),
        migrations.RunSQL(CLAIMS, "DROP FUNCTION allocation_claim_within_windows CASCADE"),
        migrations.RunSQL(
            ADMISSIONS,
            "DROP FUNCTION allocation_admissions_fit, allocation_window_stays CASCADE",
        ),
        keeps_history("allocation_window"),
        keeps_history("allocation_admission"),
    ]
