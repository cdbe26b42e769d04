-- Cut every line at its nodes into segments (metric CRS, metres), as a working table.
-- Ends that are nodes take the node's own coordinates, so that segments which meet are
-- joined exactly. Cuts closer together than `tolerance` are one cut. Not the ORM: windows.
DROP TABLE IF EXISTS settle_segment;
CREATE TEMPORARY TABLE settle_segment ON COMMIT DROP AS
WITH line AS (
    SELECT *, ST_Length(axis) AS length_m FROM settle_line WHERE ST_Length(axis) > 0
), cut AS (
    SELECT line.id AS line, node.position,
           ST_LineLocatePoint(line.axis, node.position) * line.length_m AS at_m
    FROM line
    JOIN settle_node node ON node.line = line.id
    WHERE line.length_m > 2 * %(tolerance)s
), inner_cut AS (
    SELECT cut.*,
           at_m - lag(at_m, 1, 0::float8) OVER (PARTITION BY line ORDER BY at_m) AS gap_m
    FROM cut
    JOIN line ON line.id = cut.line
    WHERE at_m BETWEEN %(tolerance)s AND length_m - %(tolerance)s
), stop AS (
    SELECT line, at_m, position FROM inner_cut WHERE gap_m >= %(tolerance)s
    UNION ALL
    SELECT line.id, end_m,
           (SELECT node.position FROM settle_node node
            WHERE node.line = line.id AND length_m > 2 * %(tolerance)s
              AND ST_DWithin(node.position, tip, %(tolerance)s)
            ORDER BY ST_Distance(node.position, tip), node.position LIMIT 1)
    FROM line,
         LATERAL (
             VALUES (0::float8, ST_StartPoint(axis)), (length_m, ST_EndPoint(axis))
         ) tips (end_m, tip)
), stretch AS (
    SELECT line, position AS from_node, at_m AS from_m,
           lead(position) OVER along AS to_node,
           lead(at_m) OVER along AS to_m
    FROM stop
    WINDOW along AS (PARTITION BY line ORDER BY at_m)
), piece AS (
    SELECT line.id AS line, line.street_id, from_m, from_node, to_node,
           ST_LineSubstring(axis, least(from_m / length_m, 1), least(to_m / length_m, 1))
               AS axis
    FROM stretch
    JOIN line ON line.id = stretch.line
    WHERE to_m > from_m
), snapped AS (
    SELECT line, street_id, from_m,
           ST_SetPoint(
               ST_SetPoint(axis, 0, coalesce(from_node, ST_StartPoint(axis))),
               -1, coalesce(to_node, ST_EndPoint(axis))
           ) AS axis
    FROM piece
)
SELECT street_id, axis,
       row_number() OVER (PARTITION BY street_id ORDER BY line, from_m) AS ordinal
FROM snapped
WHERE ST_IsValid(axis) AND ST_Length(axis) > 0
