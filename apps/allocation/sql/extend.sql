-- Lets the claims of a hold bind for some minutes from now on, if all of them still bind.
-- Longer only: what was promised is not taken back.
UPDATE allocation_claim claim
SET in_force = tstzrange(
        lower(claim.in_force),
        greatest(upper(claim.in_force), clock.moment + make_interval(mins => %(minutes)s)))
FROM (SELECT clock_timestamp() AS moment) clock
WHERE claim.hold_id = %(hold)s AND claim.kind = 'hold'
  AND clock.moment < ALL (
      SELECT upper(other.in_force) FROM allocation_claim other
      WHERE other.hold_id = %(hold)s AND other.kind = 'hold')
