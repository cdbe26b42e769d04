-- The pipes of one operator that carry water, as a graph.
SELECT main.asset_id AS id, main.from_node_id AS a, main.to_node_id AS b
FROM water_main main
JOIN water_asset asset ON asset.id = main.asset_id
WHERE asset.operator_id = %(operator)s AND asset.state = 'working'
ORDER BY main.asset_id
