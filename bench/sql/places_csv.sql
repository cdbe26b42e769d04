-- Place names to import, as people hand them over: a table with coordinates.
COPY (
  SELECT 'Punto ' || id AS name,
         (ARRAY['school', 'market', 'square', 'landmark'])[1 + id % 4] AS kind,
         ST_X(position) AS longitude, ST_Y(position) AS latitude
  FROM bench_point
  ORDER BY id
) TO STDOUT (FORMAT csv, HEADER)
