-- One tile of works. The tile is a board of squares, and the works of a square are one
-- feature at their centre of gravity: `count`, one number per state, and how many stand on
-- an `approximate` place. A work alone in its square is itself (no `count`).
-- Up to zoom 12 the board has 8 x 8 squares, a thumb wide, then finer ones; from zoom 16 on
-- they are two pixels wide, because many works stand on the very same spot, the middle of
-- their OTB, and would hide each other.
-- Squares never cross tiles, so no work is counted in two of them; a work that names two
-- places counts in the square of each, once.
-- Reads `chosen` (see geo.tiles.statements); %(z)s, %(x)s, %(y)s name the tile.
WITH envelope AS (
  SELECT
    ST_TileEnvelope(%(z)s::int, %(x)s::int, %(y)s::int) AS square,
    CASE %(z)s::int WHEN 13 THEN 10 WHEN 14 THEN 12 WHEN 15 THEN 16
      ELSE CASE WHEN %(z)s::int <= 12 THEN 8 ELSE 256 END END AS side
),
places AS (
  SELECT chosen.*, ST_Transform((ST_Dump(geometry)).geom, 3857) AS place
  FROM chosen
),
boarded AS (
  SELECT places.*,
    floor((ST_X(place) - ST_XMin(square)) * side / (ST_XMax(square) - ST_XMin(square))) AS col,
    floor((ST_YMax(square) - ST_Y(place)) * side / (ST_YMax(square) - ST_YMin(square))) AS row
  FROM places, envelope
),
once AS (
  SELECT DISTINCT ON (col, row, id) boarded.* FROM boarded, envelope
  WHERE col BETWEEN 0 AND side - 1 AND row BETWEEN 0 AND side - 1
  ORDER BY col, row, id
),
shown AS (
  SELECT
    CASE WHEN count(*) > 1 THEN count(*) END AS count,
    CASE WHEN count(*) > 1 THEN count(*) FILTER (WHERE state = 'published') END AS published,
    CASE WHEN count(*) > 1 THEN count(*) FILTER (WHERE state = 'awarded') END AS awarded,
    CASE WHEN count(*) > 1 THEN count(*) FILTER (WHERE state = 'contracted') END AS contracted,
    CASE WHEN count(*) > 1 THEN count(*) FILTER (WHERE state = 'deserted') END AS deserted,
    CASE WHEN count(*) > 1 THEN count(*) FILTER (WHERE state = 'cancelled') END AS cancelled,
    CASE WHEN count(*) > 1 THEN count(*) FILTER (WHERE certainty <> 'official')
      END AS approximate,
    CASE WHEN count(*) = 1 THEN min(id) END AS alone,
    ST_Centroid(ST_Collect(place)) AS centre
  FROM once GROUP BY col, row
)
SELECT ST_AsMVT(tile, 'works', 4096, 'geometry', 'id') FROM (
  SELECT alone AS id, count, shown.published, shown.awarded, shown.contracted,
    shown.deserted, shown.cancelled, approximate, code, object, kind, state, year,
    array_to_string(district, ', ') AS district, array_to_string(otb, ', ') AS otb,
    place_level, accuracy_m, certainty,
    ST_AsMVTGeom(centre, (SELECT square FROM envelope), 4096, 0, false) AS geometry
  FROM shown LEFT JOIN chosen ON chosen.id = alone
) AS tile
