-- One page of parcels as GeoJSON text with the exact number of all of them.
SELECT concat(
  '{"type":"FeatureCollection","numberMatched":', (SELECT count(*) FROM territory_parcel),
  ',"numberReturned":', count(*),
  ',"features":[', string_agg(page.feature, ','), ']}'
)
FROM (
  SELECT concat(
    '{"type":"Feature","id":', parcel.id,
    ',"geometry":', ST_AsGeoJSON(parcel.footprint, 7),
    ',"properties":{"code":', to_json(parcel.code),
    ',"district":', coalesce(to_json(district.number), 'null'),
    ',"otb":', coalesce(to_json(otb.name), 'null'),
    ',"source":', to_json(parcel.source),
    ',"certainty":', to_json(parcel.certainty), '}}'
  ) AS feature
  FROM territory_parcel AS parcel
  LEFT JOIN territory_district AS district ON district.id = parcel.district_id
  LEFT JOIN territory_otb AS otb ON otb.id = parcel.otb_id
  ORDER BY parcel.id
  LIMIT %(limit)s::int
) AS page
