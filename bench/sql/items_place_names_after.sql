-- One page of place names further on, with the exact number of all of them.
SELECT concat(
  '{"type":"FeatureCollection","numberMatched":', (SELECT count(*) FROM territory_place),
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
  ORDER BY id
  LIMIT %(limit)s::int OFFSET %(offset)s::int
) AS page
