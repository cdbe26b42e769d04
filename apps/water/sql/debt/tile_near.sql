-- One tile of accounts in debt: a point each, with the class of what it has owed longest.
-- Reads the relation `chosen`, in the box of the tile; %(z)s, %(x)s, %(y)s name the tile.
-- Few accounts owe in several places, and those are found by an index of their own.
WITH owing AS MATERIALIZED (
    SELECT account_id, position, class, total - "current" AS overdue
    FROM chosen
    WHERE class > 0 AND is_whole
    UNION ALL
    SELECT account_id, position, max(class), sum(total - "current")
    FROM chosen
    WHERE class > 0 AND NOT is_whole
    GROUP BY account_id, position
)
SELECT ST_AsMVT(tile, 'debtors', 4096, 'geometry', 'account_id') AS body
FROM (
    SELECT account_id, class, overdue::float8 AS overdue,
           ST_AsMVTGeom(ST_Transform(position, 3857),
               ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64) AS geometry
    FROM owing
) tile
