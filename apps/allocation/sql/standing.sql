-- How a hold stands at this moment: what was taken together, whether all its claims bind, and
-- for how long yet. Of a hold that was made again (its payment was taken back) the latest
-- claims count. What somebody has claimed after its end is over for good, also when the clock
-- was put back since.
WITH clock AS MATERIALIZED (
    SELECT clock_timestamp() AS moment
), claimed AS (
    SELECT CASE WHEN EXISTS (
               SELECT FROM allocation_claim later
               WHERE later.space_id = claim.space_id AND later.during && claim.during
                 AND later.in_force && tstzrange(upper(claim.in_force), NULL)
           ) THEN interval '0' ELSE upper(claim.in_force) - clock.moment END AS rest,
           rank() OVER (ORDER BY lower(claim.in_force) DESC) AS age
    FROM allocation_claim claim, clock
    WHERE claim.hold_id = %(hold)s AND claim.kind = 'hold'
)
SELECT count(*) AS spaces,
       coalesce(bool_and(rest > interval '0'), false) AS binds,
       greatest(0, coalesce(ceil(extract(epoch FROM min(rest))), 0))::int AS seconds,
       ARRAY(SELECT DISTINCT space.code
             FROM allocation_claim claim
             JOIN allocation_space space ON space.id = claim.space_id
             WHERE claim.hold_id = %(hold)s
             ORDER BY space.code) AS codes
FROM claimed
WHERE age = 1
