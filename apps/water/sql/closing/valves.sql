-- Its valves that part pipes: those that can be closed, and those that are closed now.
SELECT valve.asset_id AS id, valve.node_id AS node, valve.is_open
FROM water_valve valve
JOIN water_asset asset ON asset.id = valve.asset_id
WHERE asset.operator_id = %(operator)s AND asset.state = 'working'
  AND (valve.can_be_closed OR NOT valve.is_open)
