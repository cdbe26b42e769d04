-- District, OTBs, zone and nearest street of every row of `asked` (GiST on both geometries).
-- The few areas and segments drive the loops over the many indexed points, so PostGIS
-- prepares each shape once: OFFSET 0 keeps the planner from turning the loops around, and
-- ST_Translate by nothing keeps a large shape unpacked. Points further than 25 m from any
-- street look for theirs one by one; of equally near streets the lower key is told.
WITH district AS MATERIALIZED (
  SELECT id, ST_Translate(outline, 0, 0) AS outline FROM territory_district
), zone AS MATERIALIZED (
  SELECT id, ST_Translate(outline, 0, 0) AS outline, ST_Area(outline) AS size
  FROM territory_zone
), otb AS MATERIALIZED (
  SELECT id, ST_Translate(outline, 0, 0) AS outline, ST_Area(outline) AS size
  FROM territory_otb
), segment AS MATERIALIZED (
  SELECT street_id, axis_metric, ST_Expand(axis_metric, 25) AS reach
  FROM territory_streetsegment
), in_district AS (
  SELECT hit.ordinal, min(district.id) AS id
  FROM district CROSS JOIN LATERAL (
    SELECT ordinal FROM asked WHERE ST_Intersects(district.outline, asked.position) OFFSET 0
  ) AS hit
  GROUP BY hit.ordinal
), in_zone AS (
  SELECT DISTINCT ON (hit.ordinal) hit.ordinal, zone.id
  FROM zone CROSS JOIN LATERAL (
    SELECT ordinal FROM asked WHERE ST_Intersects(zone.outline, asked.position) OFFSET 0
  ) AS hit
  ORDER BY hit.ordinal, zone.size, zone.id
), in_otbs AS (
  SELECT hit.ordinal, array_agg(otb.id ORDER BY otb.size, otb.id) AS ids
  FROM otb CROSS JOIN LATERAL (
    SELECT ordinal FROM asked WHERE ST_Intersects(otb.outline, asked.position) OFFSET 0
  ) AS hit
  GROUP BY hit.ordinal
), near_street AS MATERIALIZED (
  SELECT DISTINCT ON (hit.ordinal) hit.ordinal, segment.street_id, hit.distance_m
  FROM segment CROSS JOIN LATERAL (
    SELECT ordinal, ST_Distance(segment.axis_metric, asked.metric) AS distance_m
    FROM asked
    WHERE segment.reach && asked.metric
    OFFSET 0
  ) AS hit
  WHERE hit.distance_m <= 25
  ORDER BY hit.ordinal, hit.distance_m, segment.street_id
), far_street AS (
  SELECT asked.ordinal, nearest.street_id, nearest.distance_m
  FROM asked
  CROSS JOIN LATERAL (
    (
      SELECT street_id, ST_Distance(axis_metric, asked.metric) AS distance_m
      FROM territory_streetsegment
      WHERE ST_DWithin(axis_metric, asked.metric, 60)
      ORDER BY distance_m, street_id
      LIMIT 1
    )
    UNION ALL
    (
      SELECT street_id, distance_m
      FROM (
        SELECT street_id, axis_metric <-> asked.metric AS distance_m
        FROM territory_streetsegment
        ORDER BY axis_metric <-> asked.metric
        LIMIT 10
      ) AS several
      ORDER BY distance_m, street_id
      LIMIT 1
    )
    LIMIT 1
  ) AS nearest
  WHERE NOT EXISTS (SELECT FROM near_street WHERE near_street.ordinal = asked.ordinal)
)
SELECT
  asked.ordinal, in_district.id, in_otbs.ids, in_zone.id, street.street_id, street.distance_m
FROM asked
LEFT JOIN in_district USING (ordinal)
LEFT JOIN in_otbs USING (ordinal)
LEFT JOIN in_zone USING (ordinal)
LEFT JOIN (SELECT * FROM near_street UNION ALL SELECT * FROM far_street) AS street
  USING (ordinal)
ORDER BY asked.ordinal
