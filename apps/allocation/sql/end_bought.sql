-- Ends now what binds of the titles that one obligation bought, also those that went to
-- somebody else since. A title that is ended in the microsecond it was made has bound for one.
WITH clock AS MATERIALIZED (
    SELECT clock_timestamp() AS moment  -- one moment for all of them
)
UPDATE allocation_claim claim
SET in_force = tstzrange(
        lower(claim.in_force),
        greatest(clock.moment, lower(claim.in_force) + interval '1 microsecond')),
    ended_by = %(who)s, ended_why = %(why)s
FROM clock
WHERE claim.obligation_id = %(obligation)s AND claim.kind = 'title'
  AND (upper(claim.in_force) IS NULL OR upper(claim.in_force) > clock.moment)
