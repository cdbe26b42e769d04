-- Ground that two OTBs both speak for, in square metres, without slivers: at least
-- `least_m2` large and on the mean `least_width_m` wide. Not the ORM: overlay of pairs.
INSERT INTO finding_now
SELECT 'otbs-overlap', left(first || ' · ' || second, 260), square_metres, ground
FROM (
    SELECT a.name AS first, b.name AS second, ground,
           ST_Area(ground::geography) AS square_metres,
           ST_Perimeter(ground::geography) AS perimeter_m
    FROM territory_otb a
    JOIN territory_otb b ON a.id < b.id AND ST_Intersects(a.outline, b.outline),
    LATERAL (
        SELECT ST_CollectionExtract(ST_Intersection(a.outline, b.outline), 3) AS ground
    ) shared
    WHERE NOT ST_IsEmpty(ground)
) pair
WHERE square_metres >= %(least_m2)s
  AND 2 * square_metres >= %(least_width_m)s * perimeter_m
