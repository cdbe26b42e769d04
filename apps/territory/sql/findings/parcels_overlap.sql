-- Ground that belongs to two parcels, in square metres, without slivers of rounding.
-- Parcels lie inside their blocks, so pairs are only compared where a block's parcels
-- cover less together than each for itself, or where two blocks overlap: relating all
-- neighbours that share an edge takes ten times as long. The first comparison is in
-- square degrees; `least_deg2` is `least_m2` there, rounded down.
INSERT INTO finding_now
WITH crowded AS MATERIALIZED (
    SELECT block_id AS a, block_id AS b
    FROM territory_parcel
    GROUP BY block_id
    HAVING sum(ST_Area(footprint)) - ST_Area(ST_Union(footprint)) >= %(least_deg2)s
    UNION ALL
    SELECT a.id, b.id
    FROM territory_block a
    JOIN territory_block b ON a.id < b.id AND ST_Intersects(a.footprint, b.footprint)
    WHERE ST_Area(ST_Intersection(a.footprint, b.footprint)) >= %(least_deg2)s
)
SELECT 'parcels-overlap', first || ' · ' || second, square_metres, ground
FROM (
    SELECT a.code AS first, b.code AS second, ground,
           ST_Area(ground::geography) AS square_metres,
           ST_Perimeter(ground::geography) AS perimeter_m
    FROM crowded
    JOIN territory_parcel a ON a.block_id = crowded.a
    JOIN territory_parcel b
      ON b.block_id = crowded.b AND a.footprint && b.footprint
     AND (crowded.a <> crowded.b OR a.id < b.id)
     AND ST_Intersects(a.footprint, b.footprint),
    LATERAL (
        SELECT ST_CollectionExtract(ST_Intersection(a.footprint, b.footprint), 3) AS ground
    ) shared
    WHERE NOT ST_IsEmpty(ground)
) pair
WHERE square_metres >= %(least_m2)s
  AND 2 * square_metres >= %(least_width_m)s * perimeter_m
