-- The points asked about, in degrees and in metres.
CREATE TEMP TABLE asked AS
SELECT
  ordinal,
  ST_SetSRID(ST_Point(longitude, latitude), 4326) AS position,
  ST_Transform(ST_SetSRID(ST_Point(longitude, latitude), 4326), %(metric)s::int) AS metric
FROM raw
