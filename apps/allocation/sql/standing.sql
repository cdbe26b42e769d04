-- How a hold stands at this moment: what was taken together, whether all its claims bind, and
-- for how long yet. Of a hold that was made again (its payment was taken back) the latest
-- claims count.
WITH clock AS MATERIALIZED (
    SELECT clock_timestamp() AS moment
), claimed AS (
    SELECT upper(claim.in_force) AS until, clock.moment,
           rank() OVER (ORDER BY lower(claim.in_force) DESC) AS age
    FROM allocation_claim claim, clock
    WHERE claim.hold_id = %(hold)s AND claim.kind = 'hold'
)
SELECT count(*) AS spaces,
       coalesce(bool_and(until > moment), false) AS binds,
       greatest(0, coalesce(ceil(extract(epoch FROM min(until - moment))), 0))::int AS seconds,
       ARRAY(SELECT DISTINCT space.code
             FROM allocation_claim claim
             JOIN allocation_space space ON space.id = claim.space_id
             WHERE claim.hold_id = %(hold)s
             ORDER BY space.code) AS codes
FROM claimed
WHERE age = 1
