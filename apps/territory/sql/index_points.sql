-- The areas and segments are few: they look for points, not points for them.
CREATE TEMPORARY TABLE asked_point ON COMMIT DROP AS
SELECT ordinal, position, ST_Transform(position, %(metric)s) AS metric
FROM asked_raw, ST_SetSRID(ST_MakePoint(longitude, latitude), 4326) position;
CREATE INDEX ON asked_point USING gist (position);
CREATE INDEX ON asked_point USING gist (metric);
ANALYZE asked_point
