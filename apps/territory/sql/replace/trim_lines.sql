-- Take from each line the stretches that a true axis now draws: what lies within `near_m`
-- metres (metric CRS) of the axes that follow it. Returns lines of which nothing is left.
WITH followed AS (
    SELECT * FROM unnest(%(axes)s::bigint[], %(lines)s::bigint[]) AS followed (axis_id, line_id)
), drawn AS (
    SELECT followed.line_id,
           ST_Union(ST_Buffer(ST_Transform(axis.axis, %(metric)s), %(near_m)s)) AS ground
    FROM followed
    JOIN territory_street axis ON axis.id = followed.axis_id
    GROUP BY followed.line_id
), rest AS MATERIALIZED (
    SELECT line.id,
           ST_CollectionExtract(
               ST_Difference(ST_Transform(line.axis, %(metric)s), drawn.ground), 2
           ) AS axis
    FROM drawn
    JOIN territory_street line ON line.id = drawn.line_id
), trimmed AS (
    UPDATE territory_street line
    SET axis = ST_Multi(ST_Transform(rest.axis, 4326))
    FROM rest
    WHERE line.id = rest.id AND ST_Length(rest.axis) > %(near_m)s
)
SELECT id FROM rest WHERE ST_Length(axis) <= %(near_m)s
