-- Where lines meet, one row per line and meeting place (metric CRS, metres).
-- Two lines meet where they cross, where one ends within `tolerance` metres of the
-- other (a survey stops short or overshoots), and at both ends of a stretch they share.
-- Meetings closer than `tolerance` are one node, kept to the millimetre so that the
-- order in which rows are read changes nothing. Not the ORM: pairs, then clusters.
DROP TABLE IF EXISTS settle_node;
CREATE TEMPORARY TABLE settle_node ON COMMIT DROP AS
WITH pair AS MATERIALIZED (
    SELECT a.id AS a, b.id AS b, a.axis AS axis_a, b.axis AS axis_b
    FROM settle_line a
    JOIN settle_line b ON a.id < b.id AND ST_DWithin(a.axis, b.axis, %(tolerance)s)
), crossing AS (
    SELECT a, b, point.geom AS position, true AS is_exact
    FROM (
        SELECT a, b, ST_Intersection(axis_a, axis_b) AS ground
        FROM pair
        WHERE ST_Intersects(axis_a, axis_b)
    ) shared,
    LATERAL (
        VALUES (ST_CollectionExtract(ground, 1)),
               (ST_Boundary(ST_LineMerge(ST_CollectionExtract(ground, 2))))
    ) kinds (points),
    ST_Dump(points) point
), near_touch AS (
    SELECT a, b, ST_ClosestPoint(other, tip) AS position, false AS is_exact
    FROM pair,
         LATERAL (
             VALUES (axis_b, ST_StartPoint(axis_a)), (axis_b, ST_EndPoint(axis_a)),
                    (axis_a, ST_StartPoint(axis_b)), (axis_a, ST_EndPoint(axis_b))
         ) tips (other, tip)
    WHERE ST_DWithin(other, tip, %(tolerance)s)
), meeting AS (
    SELECT *, ST_ClusterDBSCAN(position, eps => %(tolerance)s, minpoints => 1) OVER () AS node
    FROM (SELECT * FROM crossing UNION ALL SELECT * FROM near_touch) met
), place AS (
    SELECT node,
           ST_SnapToGrid(
               ST_Centroid(
                   coalesce(
                       ST_Collect(position) FILTER (WHERE is_exact), ST_Collect(position)
                   )
               ),
               0.001
           ) AS position
    FROM meeting
    GROUP BY node
)
SELECT DISTINCT side.line, node, place.position
FROM meeting
JOIN place USING (node),
     LATERAL (VALUES (meeting.a), (meeting.b)) side (line);

CREATE INDEX ON settle_node (line);
CREATE INDEX ON settle_node (node);
ANALYZE settle_node
