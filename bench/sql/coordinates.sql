-- The points to be asked about, longitude first.
SELECT ST_X(position), ST_Y(position) FROM bench_point ORDER BY id
