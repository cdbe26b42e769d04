-- Bring territory_corner to where named streets meet: one row per pair of streets and
-- meeting place. The two carriageways of an avenue make one corner with a cross street,
-- hence the `spread` in metres. Streets of equal name (one street in two rows) make none.
WITH meeting AS (
    SELECT DISTINCT least(a.street_id, b.street_id) AS street_id,
           greatest(a.street_id, b.street_id) AS crossing_id,
           here.node, here.position
    FROM settle_node here
    JOIN settle_node there ON there.node = here.node AND there.line > here.line
    JOIN settle_line a ON a.id = here.line
    JOIN settle_line b ON b.id = there.line
    WHERE a.street_id <> b.street_id AND a.name <> b.name AND a.name <> '' AND b.name <> ''
), grouped AS (
    SELECT *,
           ST_ClusterDBSCAN(position, eps => %(spread)s, minpoints => 1)
               OVER (PARTITION BY street_id, crossing_id) AS place
    FROM meeting
), corner AS MATERIALIZED (
    SELECT street_id, crossing_id,
           ST_Transform(
               ST_SnapToGrid(ST_Centroid(ST_Collect(position)), 0.001), 4326
           ) AS position
    FROM grouped
    GROUP BY street_id, crossing_id, place
), gone AS (
    DELETE FROM territory_corner old
    WHERE NOT EXISTS (
        SELECT FROM corner
        WHERE corner.street_id = old.street_id AND corner.crossing_id = old.crossing_id
          AND corner.position = old.position
    )
)
INSERT INTO territory_corner (street_id, crossing_id, position)
SELECT street_id, crossing_id, position
FROM corner
WHERE NOT EXISTS (
    SELECT FROM territory_corner old
    WHERE old.street_id = corner.street_id AND old.crossing_id = corner.crossing_id
      AND old.position = corner.position
)
ORDER BY street_id, crossing_id, position
