-- Housing blocks of which more than half lies in no OTB, in square metres, grouped: what
-- is less than `near_m` metres apart is one gap. Not the ORM: difference, then clusters.
INSERT INTO finding_now
WITH bare AS (
    SELECT block.code, block.footprint
    FROM territory_block block
    LEFT JOIN LATERAL (
        SELECT ST_Union(ST_Intersection(otb.outline, block.footprint)) AS ground
        FROM territory_otb otb
        WHERE ST_Intersects(otb.outline, block.footprint)
    ) covered ON true
    WHERE block.use = 'housing'
      AND coalesce(ST_Area(covered.ground), 0) < ST_Area(block.footprint) / 2
      AND EXISTS (SELECT FROM territory_otb)
), grouped AS (
    SELECT *,
           ST_ClusterDBSCAN(
               ST_Transform(footprint, %(metric)s), eps => %(near_m)s, minpoints => 1
           ) OVER () AS gap
    FROM bare
)
SELECT 'otb-gap',
       left(
           array_to_string((array_agg(code ORDER BY code))[1:4], ', ')
           || CASE WHEN count(*) > 4 THEN ' … (' || count(*) || ')' ELSE '' END, 260
       ),
       sum(ST_Area(footprint::geography)),
       ST_Multi(ST_Union(footprint ORDER BY code))
FROM grouped
GROUP BY gap
