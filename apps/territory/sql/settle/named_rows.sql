-- Every row of the territory that has a name, with the point that stands for it.
-- A street's point lies on its longest part, half way. Not the ORM: one list of six tables.
WITH named AS (
    SELECT 'district' AS kind, id AS target, name, '' AS second, number,
           ST_PointOnSurface(outline) AS position
    FROM territory_district
    UNION ALL
    SELECT 'zone', id, name, '', NULL, ST_PointOnSurface(outline) FROM territory_zone
    UNION ALL
    SELECT 'otb', id, name, kind, NULL, ST_PointOnSurface(outline) FROM territory_otb
    UNION ALL
    SELECT 'street', id, name, kind, NULL, ST_LineInterpolatePoint(longest.part, 0.5)
    FROM territory_street,
    LATERAL (
        SELECT geom AS part FROM ST_Dump(axis) ORDER BY ST_Length(geom) DESC, path LIMIT 1
    ) longest
    WHERE name <> ''
    UNION ALL
    SELECT 'corner', corner.id, street.name, crossing.name, NULL, corner.position
    FROM territory_corner corner
    JOIN territory_street street ON street.id = corner.street_id
    JOIN territory_street crossing ON crossing.id = corner.crossing_id
    UNION ALL
    SELECT 'place', id, name, kind, NULL, position FROM territory_place
)
SELECT named.kind, named.target, named.name, named.second, named.number,
       district.number AS district_number,
       ST_X(named.position) AS longitude, ST_Y(named.position) AS latitude
FROM named
LEFT JOIN LATERAL (
    SELECT number FROM territory_district
    WHERE ST_Intersects(outline, named.position)
    ORDER BY number LIMIT 1
) district ON true
ORDER BY named.kind, named.target
