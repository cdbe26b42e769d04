-- Named streets with the OTBs and districts they run through for some length, so that a
-- street that only ends at a limit does not count as inside.
WITH named AS (
    SELECT id, name, axis FROM territory_street WHERE name <> ''
), otbs AS (
    SELECT named.id, array_agg(otb.id) AS otbs
    FROM named
    JOIN territory_otb otb ON ST_Intersects(otb.outline, named.axis)
    WHERE ST_Length(ST_Intersection(otb.outline, named.axis)) > %(degrees)s
    GROUP BY named.id
), districts AS (
    SELECT named.id, array_agg(district.number::int) AS districts
    FROM named
    JOIN territory_district district ON ST_Intersects(district.outline, named.axis)
    GROUP BY named.id
)
SELECT named.id, named.name, ST_Length(named.axis) AS length,
       coalesce(otbs.otbs, '{}') AS otbs,
       coalesce(districts.districts, '{}') AS districts
FROM named
LEFT JOIN otbs USING (id)
LEFT JOIN districts USING (id)
ORDER BY named.id
