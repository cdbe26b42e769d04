-- Connections that hang on the pipes: as recorded, or by the nearest pipe of the operator.
SELECT connection.id
FROM water_connection connection
WHERE connection.operator_id = %(operator)s AND connection.state <> 'removed'
  AND connection.main_id = ANY(%(mains)s)
UNION ALL
SELECT connection.id
FROM water_connection connection
CROSS JOIN LATERAL (
    SELECT asset.id FROM water_asset asset
    WHERE asset.operator_id = connection.operator_id AND asset.kind = 'main'
      AND asset.state = 'working' AND ST_DWithin(asset.shape, connection.position, %(reach)s)
    ORDER BY asset.shape <-> connection.position, asset.id
    LIMIT 1
) nearest
WHERE connection.operator_id = %(operator)s AND connection.state <> 'removed'
  AND connection.main_id IS NULL AND nearest.id = ANY(%(mains)s)
ORDER BY 1
