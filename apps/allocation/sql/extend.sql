-- Lets the claims of a hold bind for some minutes from now on, if all of them still bind.
-- Longer only: what was promised is not taken back. What somebody has claimed after its end is
-- over for good, also when the clock was put back since.
UPDATE allocation_claim claim
SET in_force = tstzrange(
        lower(claim.in_force),
        greatest(upper(claim.in_force), clock.moment + make_interval(mins => %(minutes)s)))
FROM (SELECT clock_timestamp() AS moment) clock
WHERE claim.hold_id = %(hold)s AND claim.kind = 'hold'
  AND NOT EXISTS (
      SELECT FROM allocation_claim other
      WHERE other.hold_id = %(hold)s AND other.kind = 'hold'
        AND (upper(other.in_force) <= clock.moment OR EXISTS (
            SELECT FROM allocation_claim later
            WHERE later.space_id = other.space_id AND later.during && other.during
              AND later.in_force && tstzrange(upper(other.in_force), NULL))))
