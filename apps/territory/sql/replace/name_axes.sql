-- Give every axis without a name that of the line it follows: start, middle and end lie
-- within `near_m` metres (metric CRS) of it. Returns each axis with the line it follows.
WITH axis AS MATERIALIZED (
    SELECT id, part.geom AS axis,
           ARRAY[ST_StartPoint(part.geom), ST_LineInterpolatePoint(part.geom, 0.5),
                 ST_EndPoint(part.geom)] AS points
    FROM territory_street, ST_Dump(ST_Transform(axis, %(metric)s)) part
    WHERE name = '' AND certainty <> 'drawn' AND ST_NumGeometries(axis) = 1
), line AS MATERIALIZED (
    SELECT id, name, kind, ST_Transform(axis, %(metric)s) AS axis
    FROM territory_street
    WHERE name <> '' AND certainty <> 'drawn'
), followed AS (
    SELECT DISTINCT ON (axis.id) axis.id AS axis_id, line.id AS line_id, line.name, line.kind
    FROM axis
    JOIN line ON ST_DWithin(line.axis, axis.points[2], %(near_m)s)
             AND ST_DWithin(line.axis, axis.points[1], %(near_m)s)
             AND ST_DWithin(line.axis, axis.points[3], %(near_m)s)
    ORDER BY axis.id, ST_Distance(line.axis, axis.points[1])
                      + ST_Distance(line.axis, axis.points[2])
                      + ST_Distance(line.axis, axis.points[3]), line.id
)
UPDATE territory_street street
SET name = followed.name, kind = followed.kind
FROM followed
WHERE street.id = followed.axis_id
RETURNING followed.axis_id, followed.line_id
