-- Make one street of the lines of one name that lie within `gap_m` metres (metric CRS) of
-- one another; drawn streets are left alone. Returns the rows that were joined to others.
WITH line AS (
    SELECT id, name, axis,
           ST_ClusterDBSCAN(ST_Transform(axis, %(metric)s), eps => %(gap_m)s, minpoints => 1)
               OVER (PARTITION BY name) AS street
    FROM territory_street
    WHERE name <> '' AND certainty <> 'drawn'
), joined AS (
    SELECT name, street, array_agg(id ORDER BY ST_Length(axis) DESC, id) AS ids,
           ST_Multi(ST_LineMerge(ST_Union(axis ORDER BY id))) AS axis
    FROM line
    GROUP BY name, street
    HAVING count(*) > 1
), kept AS (
    UPDATE territory_street street
    SET axis = joined.axis
    FROM joined
    WHERE street.id = joined.ids[1]
)
SELECT unnest(ids[2:]) AS id FROM joined
