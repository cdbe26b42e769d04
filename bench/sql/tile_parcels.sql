-- One tile of parcels in Mapbox Vector Tile format.
SELECT ST_AsMVT(tile, 'parcels', 4096, 'geometry', 'id')
FROM (
  SELECT
    parcel.id,
    ST_AsMVTGeom(
      ST_Transform(parcel.footprint, 3857),
      (SELECT ST_TileEnvelope(%(z)s::int, %(x)s::int, %(y)s::int)), 4096, 64, true
    ) AS geometry,
    parcel.code, district.number AS district, otb.name AS otb, parcel.certainty
  FROM territory_parcel AS parcel
  LEFT JOIN territory_district AS district ON district.id = parcel.district_id
  LEFT JOIN territory_otb AS otb ON otb.id = parcel.otb_id
  WHERE parcel.footprint && (
    SELECT ST_Transform(
      ST_TileEnvelope(%(z)s::int, %(x)s::int, %(y)s::int, margin => 64.0 / 4096), 4326
    )
  )
) AS tile
