-- Ends the claims of a hold now, those that still bind. A range is never empty: a claim that
-- is ended in the microsecond it was made has bound for one.
WITH clock AS MATERIALIZED (
    SELECT clock_timestamp() AS moment  -- one moment for all of them
)
UPDATE allocation_claim claim
SET in_force = tstzrange(
        lower(claim.in_force),
        greatest(clock.moment, lower(claim.in_force) + interval '1 microsecond')),
    ended_why = %(why)s
FROM clock
WHERE claim.hold_id = %(hold)s AND claim.kind = %(kind)s
  AND (upper(claim.in_force) IS NULL OR upper(claim.in_force) > clock.moment)
