-- How the spaces of an announced offering stand at this moment, as everybody may know; who has
-- them is not asked, and whom a window would let in is not either. What ends by itself is a
-- hold, the time a title is for, and the turn of whoever may buy: `seconds` until then, by this
-- clock. A forgotten word is mended: states are read anew now and then.
WITH asked AS MATERIALIZED (
    SELECT space.id, space.code, space.state, space.tariff, space.offering_id,
           offering.sale @> statement_timestamp() AS on_sale
    FROM allocation_offering offering
    JOIN allocation_space space ON space.offering_id = offering.id
    WHERE offering.code = %(topic)s AND offering.is_announced AND space.state <> 'withdrawn'
      AND (%(keys)s::text[] IS NULL OR space.code = ANY(%(keys)s::text[]))
), waiting AS MATERIALIZED (
    SELECT kept.id
    FROM allocation_kept(ARRAY(
        SELECT asked.id FROM asked
        WHERE asked.on_sale AND EXISTS (
            SELECT FROM allocation_window w WHERE w.offering_id = asked.offering_id)
    ), NULL, statement_timestamp()) kept (id)
    UNION
    SELECT asked.id FROM asked
    WHERE NOT asked.on_sale OR EXISTS (
        SELECT FROM allocation_draw draw
        WHERE draw.offering_id = asked.offering_id AND draw.tariff IN ('', asked.tariff)
          AND draw.drawn_at IS NULL AND draw.called_off = '')
), turns AS MATERIALIZED (
    SELECT min(nullif(turn.moment, 'infinity')) AS until
    FROM allocation_offering offering
    CROSS JOIN LATERAL (
        SELECT unnest(ARRAY[lower(offering.sale), upper(offering.sale)]) AS moment
        UNION ALL
        SELECT unnest(ARRAY[lower(w.opens), upper(w.opens)])
        FROM allocation_window w WHERE w.offering_id = offering.id
    ) turn
    WHERE offering.code = %(topic)s AND turn.moment > statement_timestamp()
)
SELECT asked.code AS key,
       CASE WHEN claims.sold THEN 'sold'
            WHEN claims.sold IS NOT NULL THEN 'held'
            WHEN asked.state = 'blocked' THEN 'blocked'
            WHEN asked.id IN (SELECT waiting.id FROM waiting) THEN 'waiting'
            ELSE 'free' END AS state,
       extract(epoch FROM coalesce(
           claims.until, CASE WHEN asked.state <> 'blocked' THEN turns.until END
       ) - statement_timestamp())::float8 AS seconds
FROM asked
CROSS JOIN turns
CROSS JOIN LATERAL (
    SELECT bool_or(claim.kind = 'title') AS sold,
           min(nullif(least(upper(claim.in_force), upper(claim.during)), 'infinity'))
               AS until
    FROM allocation_claim claim
    WHERE claim.space_id = asked.id
      AND claim.in_force && tstzrange(statement_timestamp(), NULL)
      AND (upper(claim.during) IS NULL OR upper(claim.during) > statement_timestamp())
) claims
