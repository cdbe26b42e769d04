-- The same place names with their positions in well-known binary.
SELECT 'Punto ' || id, (ARRAY['school', 'market', 'square', 'landmark'])[1 + id % 4],
       ST_AsBinary(position)
FROM bench_point
ORDER BY id
