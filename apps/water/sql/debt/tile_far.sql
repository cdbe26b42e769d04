-- One tile of accounts in debt from afar, where dots would hide each other: of those on one
-- spot the one that owes longest stands for all.
-- Reads the relation `chosen`, in the box of the tile; %(z)s, %(x)s, %(y)s name the tile.
WITH owing AS MATERIALIZED (
    SELECT account_id, position, max(class) AS class, sum(total - "current") AS overdue
    FROM chosen
    WHERE class > 0
    GROUP BY account_id, position
), inside AS (
    SELECT DISTINCT ON (ST_SnapToGrid(position, 360.0 / 2 ^ %(z)s / 128)) owing.*
    FROM owing
    ORDER BY ST_SnapToGrid(position, 360.0 / 2 ^ %(z)s / 128),
             class DESC, overdue DESC, account_id
)
SELECT ST_AsMVT(tile, 'debtors', 4096, 'geometry', 'account_id') AS body
FROM (
    SELECT account_id, class, overdue::float8 AS overdue,
           ST_AsMVTGeom(ST_Transform(position, 3857),
               ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64) AS geometry
    FROM inside
) tile
