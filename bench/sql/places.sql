-- Adds place names, so that pages and tiles of points have enough to choose from.
INSERT INTO territory_place (name, kind, position, source, certainty)
SELECT 'Lugar ' || id, (ARRAY['school', 'market', 'square', 'landmark'])[1 + id %% 4],
       position, 'bench', 'drawn'
FROM bench_point
WHERE id <= %(count)s::int
