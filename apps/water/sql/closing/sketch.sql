-- Pipes as GeoJSON; all of an operator, or those that were asked for.
SELECT asset.id, ST_AsGeoJSON(asset.shape, 6) AS shape
FROM water_asset asset
WHERE asset.operator_id = %(operator)s AND asset.kind = 'main' AND asset.state = 'working'
  AND (%(mains)s::bigint[] IS NULL OR asset.id = ANY(%(mains)s::bigint[]))
ORDER BY asset.id
