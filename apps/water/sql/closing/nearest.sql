-- The working pipe nearest to a point, of whatever operator, within reach.
SELECT asset.id, ST_Distance(asset.shape::geography, asked.point::geography) AS metres
FROM water_asset asset,
     (SELECT ST_SetSRID(ST_MakePoint(%(longitude)s, %(latitude)s), 4326) AS point) asked
WHERE asset.kind = 'main' AND asset.state = 'working'
  AND ST_DWithin(asset.shape, asked.point, %(reach)s)
ORDER BY asset.shape <-> asked.point, asset.id
LIMIT 1
