-- One tile of streets, the fewer the farther: avenues and roads from zoom 10, streets from
-- 13, passages from 14; names only where there is room to read them.
-- Reads `chosen` (see geo.tiles.statements); %(z)s, %(x)s, %(y)s name the tile.
SELECT ST_AsMVT(tile, 'streets', 4096, 'geometry', 'id') FROM (
  SELECT id, kind, certainty,
    CASE WHEN %(z)s::int >= 15 OR %(z)s::int >= 13 AND kind IN ('avenue', 'road')
         THEN name END AS name,
    ST_AsMVTGeom(
      CASE WHEN %(z)s::int >= 14 THEN ST_Transform(geometry, 3857)
           ELSE ST_Simplify(
             ST_Transform(geometry, 3857), 40075016.69 / 2 ^ %(z)s::int / 1024, true) END,
      (SELECT ST_TileEnvelope(%(z)s::int, %(x)s::int, %(y)s::int)), 4096, 64) AS geometry
  FROM chosen
  WHERE kind IN ('avenue', 'road')
     OR kind = 'street' AND %(z)s::int >= 13
     OR %(z)s::int >= 14
) AS tile
