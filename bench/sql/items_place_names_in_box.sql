-- One page of the place names in a box, with the exact number of those in it.
SELECT concat(
  '{"type":"FeatureCollection","numberMatched":', (SELECT count(*) FROM territory_place
    WHERE ST_Intersects(position, ST_MakeEnvelope(
      %(west)s::float8, %(south)s::float8, %(east)s::float8, %(north)s::float8, 4326))),
  ',"numberReturned":', count(*),
  ',"features":[', string_agg(page.feature, ','), ']}'
)
FROM (
  SELECT concat(
    '{"type":"Feature","id":', id, ',"geometry":', ST_AsGeoJSON(position, 7),
    ',"properties":{"name":', to_json(name), ',"kind":', to_json(kind),
    ',"source":', to_json(source), ',"certainty":', to_json(certainty), '}}'
  ) AS feature
  FROM territory_place
  WHERE ST_Intersects(position, ST_MakeEnvelope(
      %(west)s::float8, %(south)s::float8, %(east)s::float8, %(north)s::float8, 4326))
  ORDER BY id
  LIMIT %(limit)s::int
) AS page
