-- How the spaces of an announced offering stand at this moment, as everybody may know; who has
-- them is not asked. A hold ends by itself, and so does the time a title is for: `seconds`
-- until then, by this clock. A forgotten word is mended: states are read anew now and then.
SELECT space.code AS key,
       CASE WHEN claims.sold THEN 'sold'
            WHEN claims.sold IS NOT NULL THEN 'held'
            WHEN space.state = 'blocked' THEN 'blocked'
            ELSE 'free' END AS state,
       extract(epoch FROM claims.until - statement_timestamp())::float8 AS seconds
FROM allocation_offering offering
JOIN allocation_space space ON space.offering_id = offering.id
CROSS JOIN LATERAL (
    SELECT bool_or(claim.kind = 'title') AS sold,
           min(nullif(least(upper(claim.in_force), upper(claim.during)), 'infinity'))
               AS until
    FROM allocation_claim claim
    WHERE claim.space_id = space.id AND claim.in_force @> statement_timestamp()
      AND (upper(claim.during) IS NULL OR upper(claim.during) > statement_timestamp())
) claims
WHERE offering.code = %(topic)s AND offering.is_announced AND space.state <> 'withdrawn'
  AND (%(keys)s::text[] IS NULL OR space.code = ANY(%(keys)s::text[]))
