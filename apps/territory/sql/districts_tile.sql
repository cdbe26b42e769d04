-- One tile of districts: their ground, and (layer `district-labels`) one point for each
-- name, in the single tile that holds it, so that no name is written twice on a map.
-- Reads `chosen` (see geo.tiles.statements); %(z)s, %(x)s, %(y)s name the tile.
-- Below zoom 14 half a pixel of a screen may go.
WITH envelope AS (
  SELECT ST_TileEnvelope(%(z)s::int, %(x)s::int, %(y)s::int) AS square
),
ground AS (
  SELECT id, number, name, certainty, ST_AsMVTGeom(
    CASE WHEN %(z)s::int < 14
      THEN ST_Simplify(
        ST_Transform(geometry, 3857), 40075016.69 / 2 ^ %(z)s::int / 1024, true)
      ELSE ST_Transform(geometry, 3857) END,
    square, 4096, 64) AS geometry
  FROM chosen, envelope
),
names AS (
  SELECT id, number, name, ST_AsMVTGeom(
    ST_Transform(ST_PointOnSurface(geometry), 3857), square, 4096, 0) AS geometry
  FROM chosen, envelope
)
SELECT
  coalesce((SELECT ST_AsMVT(ground, 'districts', 4096, 'geometry', 'id')
    FROM ground WHERE geometry IS NOT NULL), '')
  || coalesce((SELECT ST_AsMVT(names, 'district-labels', 4096, 'geometry', 'id')
    FROM names WHERE geometry IS NOT NULL), '')
