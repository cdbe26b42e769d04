-- The ten nearest metered accounts of each account's category, of the two hundred nearest
-- connections of its operator: who lives farther away is no neighbour, and a meter costs the
-- same in any town.
SELECT account.id AS account_id, nearest.id
FROM water_account account
JOIN water_connection connection ON connection.id = account.connection_id
CROSS JOIN LATERAL (
    SELECT other.id
    FROM (
        SELECT id, position <-> connection.position AS distance
        FROM water_connection
        WHERE operator_id = connection.operator_id
        ORDER BY position <-> connection.position
        LIMIT 200
    ) beside
    CROSS JOIN LATERAL (
        SELECT id
        FROM water_account
        WHERE connection_id = beside.id
          AND category = account.category
          AND is_metered
          AND id <> account.id
        OFFSET 0  -- one after the other: ten are mostly found among the first
    ) other
    ORDER BY beside.distance
    LIMIT 10
) nearest
