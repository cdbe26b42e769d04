-- One tile of accounts in debt: a point each, with the class of what it has owed longest.
-- Far out, where dots would hide each other, the one that owes longest stands for its spot.
-- Reads the relation `chosen`; %(z)s, %(x)s, %(y)s name the tile.
WITH owing AS (
    SELECT account_id, max(class) AS class, sum(total - "current") AS overdue
    FROM chosen
    WHERE class > 0
    GROUP BY account_id
), inside AS (
    SELECT owing.*, connection.position,
           row_number() OVER (
               PARTITION BY CASE WHEN %(z)s >= 15 THEN owing.account_id END,
                            ST_SnapToGrid(connection.position, 360.0 / 2 ^ %(z)s / 128)
               ORDER BY class DESC, overdue DESC, account_id) AS place
    FROM owing
    JOIN water_account account ON account.id = owing.account_id
    JOIN water_connection connection ON connection.id = account.connection_id
    WHERE connection.position && ST_MakeEnvelope(
        %(west)s, %(south)s, %(east)s, %(north)s, 4326)
)
SELECT ST_AsMVT(tile, 'debtors', 4096, 'geometry', 'account_id') AS body
FROM (
    SELECT account_id, class, overdue::float8 AS overdue,
           ST_AsMVTGeom(ST_Transform(position, 3857),
               ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64) AS geometry
    FROM inside
    WHERE place = 1
) tile
