-- One tile of debtors from balances kept by account.
SELECT ST_AsMVT(tile, 'debtors', 4096, 'geometry', 'account_id')
FROM (
    SELECT account_id, total::float8 AS overdue,
           CASE WHEN months = 1 THEN 1 WHEN months = 2 THEN 2 WHEN months <= 6 THEN 3
                WHEN months <= 12 THEN 4 ELSE 5 END AS class,
           ST_AsMVTGeom(ST_Transform(position, 3857),
               ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64) AS geometry
    FROM bench_balance
    WHERE position && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
) tile
