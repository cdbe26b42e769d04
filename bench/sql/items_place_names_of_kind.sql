-- One page of the place names of a kind, with the exact number of that kind.
SELECT concat(
  '{"type":"FeatureCollection","numberMatched":', (SELECT count(*) FROM territory_place
    WHERE kind = %(kind)s::text),
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
  WHERE kind = %(kind)s::text
  ORDER BY id
  LIMIT %(limit)s::int
) AS page
