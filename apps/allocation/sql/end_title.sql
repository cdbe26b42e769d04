-- Ends one title now, if it binds and its time is not over.
WITH clock AS MATERIALIZED (
    SELECT clock_timestamp() AS moment  -- one moment for all of them
)
UPDATE allocation_claim claim
SET in_force = tstzrange(
        lower(claim.in_force),
        greatest(clock.moment, lower(claim.in_force) + interval '1 microsecond')),
    ended_by = %(who)s, ended_why = %(why)s
FROM clock
WHERE claim.id = %(title)s AND claim.kind = 'title'
  AND (upper(claim.in_force) IS NULL OR upper(claim.in_force) > clock.moment)
  AND (upper(claim.during) IS NULL OR upper(claim.during) > clock.moment)
