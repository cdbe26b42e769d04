-- Drawn streets that a real one has come for: half of their length lies within `near_m`
-- metres (metric CRS) of real streets, or a real one of their name within `name_m` metres.
WITH real AS MATERIALIZED (
    SELECT lower(unaccent(name)) AS name, ST_Transform(axis, %(metric)s) AS axis
    FROM territory_street
    WHERE certainty <> 'drawn'
), drawn AS MATERIALIZED (
    SELECT id, lower(unaccent(name)) AS name, ST_Transform(axis, %(metric)s) AS axis
    FROM territory_street
    WHERE certainty = 'drawn'
), beside AS (
    SELECT drawn.id, ST_Length(drawn.axis) AS length_m,
           ST_Length(
               ST_Intersection(drawn.axis, ST_Union(ST_Buffer(real.axis, %(near_m)s)))
           ) AS shared_m
    FROM drawn
    JOIN real ON ST_DWithin(real.axis, drawn.axis, %(near_m)s)
    GROUP BY drawn.id, drawn.axis
)
SELECT id FROM beside WHERE shared_m >= length_m / 2
UNION
SELECT drawn.id
FROM drawn
JOIN real ON real.name = drawn.name AND ST_DWithin(real.axis, drawn.axis, %(name_m)s)
