-- One place name as GeoJSON text.
SELECT concat(
  '{"type":"Feature","id":', id, ',"geometry":', ST_AsGeoJSON(position, 7),
  ',"properties":{"name":', to_json(name), ',"kind":', to_json(kind),
  ',"source":', to_json(source), ',"certainty":', to_json(certainty), '}}'
)
FROM territory_place
WHERE id = %(id)s::bigint
