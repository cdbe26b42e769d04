-- One point, longitude and latitude in degrees.
SELECT 0 AS ordinal, position, ST_Transform(position, %(metric)s) AS metric
FROM ST_SetSRID(ST_MakePoint(%(longitude)s, %(latitude)s), 4326) position
