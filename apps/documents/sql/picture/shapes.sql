-- What is drawn around a place, in metres east and south of the picture's middle.
-- One row per shape: blocks and parcels as surfaces, streets as lines with the point and
-- angle of their name, last the place itself. Not the ORM: ST_AsSVG and the frame.
WITH place AS (
  SELECT ST_Transform(ST_SetSRID(%(place)s::geometry, 4326), %(srid)s) AS shape
), middle AS (
  SELECT
    shape,
    (ST_XMin(shape) + ST_XMax(shape)) / 2 AS x,
    (ST_YMin(shape) + ST_YMax(shape)) / 2 AS y,
    greatest(
      %(least_m)s,
      (ST_XMax(shape) - ST_XMin(shape)) * 1.5,
      (ST_YMax(shape) - ST_YMin(shape)) * 1.5 * %(aspect)s) AS width_m
  FROM place
), frame AS (
  SELECT middle.*, b.box, ST_Transform(b.box, 4326) AS degrees
  FROM middle, LATERAL (
    SELECT ST_MakeEnvelope(
      x - width_m / 2, y - width_m / 2 / %(aspect)s,
      x + width_m / 2, y + width_m / 2 / %(aspect)s, %(srid)s) AS box
  ) b
), cut AS (
  SELECT 1 AS rank, 'block' AS kind, '' AS name,
    ST_Intersection(ST_Transform(b.footprint, %(srid)s), frame.box) AS shape
  FROM territory_block b, frame WHERE b.footprint && frame.degrees
  UNION ALL
  SELECT 2, 'parcel', '', ST_Intersection(ST_Transform(p.footprint, %(srid)s), frame.box)
  FROM territory_parcel p, frame WHERE p.footprint && frame.degrees AND frame.width_m < 900
  UNION ALL
  SELECT 3, 'street', s.name, ST_Intersection(ST_Transform(s.axis, %(srid)s), frame.box)
  FROM territory_street s, frame WHERE s.axis && frame.degrees
  UNION ALL
  SELECT 4, 'place', '', frame.shape FROM frame
), moved AS (
  SELECT rank, kind, name, ST_Translate(cut.shape, -frame.x, -frame.y) AS shape
  FROM cut, frame WHERE NOT ST_IsEmpty(cut.shape)
)
SELECT
  kind, name,
  ST_Dimension(moved.shape) AS dimension,
  -- Parts of a collection come with semicolons between them, which no SVG path has: who draws
  -- it may never end.
  replace(coalesce(ST_AsSVG(moved.shape, 0, 1), ''), ';', ' ') AS path,
  ST_X(label.at) AS x, -ST_Y(label.at) AS y,
  label.angle, label.length_m,
  frame.width_m
FROM moved CROSS JOIN frame
LEFT JOIN LATERAL (
  SELECT
    CASE ST_Dimension(moved.shape)
      WHEN 1 THEN ST_LineInterpolatePoint(line, 0.3) ELSE ST_PointOnSurface(moved.shape)
    END AS at,
    degrees(ST_Azimuth(
      ST_LineInterpolatePoint(line, 0.25), ST_LineInterpolatePoint(line, 0.35))) AS angle,
    ST_Length(line) AS length_m
  FROM (
    SELECT CASE WHEN ST_Dimension(d.geom) = 1 THEN d.geom END AS line
    FROM ST_Dump(CASE ST_Dimension(moved.shape)
      WHEN 1 THEN ST_LineMerge(moved.shape) ELSE moved.shape END) d
    ORDER BY ST_Length(d.geom) DESC LIMIT 1
  ) longest
) label ON true
ORDER BY rank, name
