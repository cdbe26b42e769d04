-- Where its water comes from.
SELECT node_id AS node
FROM water_asset
WHERE operator_id = %(operator)s AND kind IN ('well', 'tank') AND state = 'working'
  AND node_id IS NOT NULL
