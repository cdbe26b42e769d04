-- One tile of place names in Mapbox Vector Tile format.
SELECT ST_AsMVT(tile, 'place-names', 4096, 'geometry', 'id')
FROM (
  SELECT
    id,
    ST_AsMVTGeom(
      ST_Transform(position, 3857),
      (SELECT ST_TileEnvelope(%(z)s::int, %(x)s::int, %(y)s::int)), 4096, 64, true
    ) AS geometry,
    name, kind, certainty
  FROM territory_place
  WHERE position && (
    SELECT ST_Transform(
      ST_TileEnvelope(%(z)s::int, %(x)s::int, %(y)s::int, margin => 64.0 / 4096), 4326
    )
  )
) AS tile
