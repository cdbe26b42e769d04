-- Schools and health posts that the pipes supply: those whose nearest pipe is one of them.
SELECT place.id, place.name, place.kind, ST_X(place.position) AS longitude,
       ST_Y(place.position) AS latitude
FROM territory_place place
CROSS JOIN LATERAL (
    SELECT asset.id FROM water_asset asset
    WHERE asset.operator_id = %(operator)s AND asset.kind = 'main'
      AND asset.state = 'working' AND ST_DWithin(asset.shape, place.position, %(reach)s)
    ORDER BY asset.shape <-> place.position, asset.id
    LIMIT 1
) nearest
WHERE place.kind IN ('school', 'health') AND nearest.id = ANY(%(mains)s)
ORDER BY place.kind, place.name, place.id
