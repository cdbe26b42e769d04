-- The same place names, ready for COPY into a table of the same columns.
COPY (
  SELECT id, 'Punto ' || id,
         (ARRAY['school', 'market', 'square', 'landmark'])[1 + id % 4],
         position, 'bench', 'drawn'
  FROM bench_point
  ORDER BY id
) TO STDOUT
