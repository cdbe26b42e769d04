"""What was published of a draw stays, and what is drawn for is not sold meanwhile."""

from django.db import migrations

from geo.constraints import keeps_history

PROMISE = """
ALTER TABLE allocation_draw ADD CONSTRAINT draw_promise_is_of_its_secret
  CHECK (commitment = encode(sha256(convert_to(secret, 'UTF8')), 'hex'));
"""
PROMISE_UNDONE = "ALTER TABLE allocation_draw DROP CONSTRAINT draw_promise_is_of_its_secret"

WORD = """
CREATE FUNCTION allocation_draw_stays_as_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.id, NEW.offering_id, NEW.code, NEW.tariff, NEW.opened_at, NEW.opened_by,
        NEW.closes_at, NEW.commitment, NEW.secret)
       = (OLD.id, OLD.offering_id, OLD.code, OLD.tariff, OLD.opened_at, OLD.opened_by,
          OLD.closes_at, OLD.commitment, OLD.secret)
      AND (OLD.sealed_at IS NULL OR (NEW.sealed_at, NEW.sealed_by, NEW.digest, NEW.closed_list)
           = (OLD.sealed_at, OLD.sealed_by, OLD.digest, OLD.closed_list))
      AND (OLD.drawn_at IS NULL OR (NEW.drawn_at, NEW.drawn_by, NEW.words, NEW.result)
           = (OLD.drawn_at, OLD.drawn_by, OLD.words, OLD.result))
      AND (OLD.called_off = '' OR (NEW.called_off = OLD.called_off
           AND NEW.sealed_at IS NOT DISTINCT FROM OLD.sealed_at))
      AND coalesce(greatest(NEW.sealed_at, NEW.drawn_at) <= clock_timestamp(), true) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'draw_stays_as_published: % of draw % refused', TG_OP, OLD.id
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'draw_stays_as_published',
          TABLE = 'allocation_draw';
END $$;
CREATE TRIGGER draw_stays_as_published BEFORE UPDATE OR DELETE ON allocation_draw
  FOR EACH ROW EXECUTE FUNCTION allocation_draw_stays_as_published();
"""

TIME = """
-- Whoever closes the list locks the draw, so what is on its way comes in before, or not.
CREATE FUNCTION allocation_application_comes_in_time() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE draw allocation_draw; wish boolean;
BEGIN
  SELECT * INTO draw FROM allocation_draw WHERE id = OLD.draw_id OR id = NEW.draw_id
  FOR SHARE;
  IF TG_OP = 'UPDATE' THEN
    wish := (NEW.draw_id, NEW.code, NEW.wanted, NEW.takes_any, NEW.count)
            <> (OLD.draw_id, OLD.code, OLD.wanted, OLD.takes_any, OLD.count);
    IF NOT wish AND (NEW.not_admitted = OLD.not_admitted OR draw.sealed_at IS NULL) THEN
      RETURN NEW;
    END IF;
  END IF;
  IF TG_OP <> 'DELETE' AND draw.sealed_at IS NULL AND draw.called_off = ''
     AND clock_timestamp() < draw.closes_at THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'application_comes_in_time: % in draw % refused', TG_OP, draw.id
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'application_comes_in_time',
          TABLE = 'allocation_application';
END $$;
CREATE TRIGGER application_comes_in_time BEFORE INSERT OR UPDATE OR DELETE
  ON allocation_application FOR EACH ROW
  EXECUTE FUNCTION allocation_application_comes_in_time();
"""

WAITING = """
-- What is drawn for is nobody's before: neither held nor given by decision. A hold that is
-- made again because its payment was taken back had the space before.
CREATE FUNCTION allocation_claims_wait_for_their_draw() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE waits text;
BEGIN
  SELECT draw.title INTO waits
  FROM fresh
  JOIN allocation_space space ON space.id = fresh.space_id
  JOIN allocation_draw draw ON draw.offering_id = space.offering_id
   AND draw.drawn_at IS NULL AND draw.called_off = ''
   AND (draw.tariff = '' OR draw.tariff = space.tariff)
  WHERE (fresh.kind = 'hold' OR fresh.hold_id IS NULL)
    AND NOT EXISTS (
      SELECT FROM allocation_claim earlier
      WHERE earlier.space_id = fresh.space_id AND earlier.hold_id = fresh.hold_id
        AND earlier.id <> fresh.id)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'claim_waits_for_its_draw: %', waits
      USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_waits_for_its_draw',
            TABLE = 'allocation_claim', DETAIL = waits;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER claims_wait_for_their_draw AFTER INSERT ON allocation_claim
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT
  EXECUTE FUNCTION allocation_claims_wait_for_their_draw();
"""


def _dropped(function: str) -> str:
    return f"DROP FUNCTION {function} CASCADE"


class Migration(migrations.Migration):
    dependencies = [
        ("allocation", "0010_draws"),
        ("documents", "0007_history_of_memberships"),
    ]
    operations = [
        migrations.RunSQL(PROMISE, PROMISE_UNDONE),
        migrations.RunSQL(WORD, _dropped("allocation_draw_stays_as_published")),
        migrations.RunSQL(TIME, _dropped("allocation_application_comes_in_time")),
        migrations.RunSQL(WAITING, _dropped("allocation_claims_wait_for_their_draw")),
        keeps_history("allocation_draw", without=["secret", "closed_list", "result"]),
        keeps_history("allocation_application"),
    ]
