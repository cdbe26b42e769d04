-- One tile of all accounts in debt at a month-end, and whether that was kept: if not, the tile
-- says nothing. What tile_near.sql over kept.sql answers, in a shape whose plan does not depend
-- on the values, so that a connection plans it once: the box is always there, and the tile's
-- outline is worked out once, not once a dot.
-- %(z)s, %(x)s, %(y)s name the tile, `west` … `north` (EPSG:4326) bound it.
WITH several AS MATERIALIZED (
    SELECT account_id, position, max(age)::int AS class, sum(total - "current") AS overdue
    FROM water_monthenddebt
    WHERE month_end_id = %(on)s AND age > 0 AND NOT is_whole
      AND position && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
    GROUP BY account_id, position
), owing AS (
    SELECT account_id, position, age::int AS class, total - "current" AS overdue
    FROM water_monthenddebt
    WHERE month_end_id = %(on)s AND age > 0 AND is_whole
      AND position && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
    UNION ALL
    SELECT account_id, position, class, overdue FROM several
)
SELECT ST_AsMVT(tile, 'debtors', 4096, 'geometry', 'account_id') AS body,
       EXISTS (SELECT FROM water_monthend WHERE day = %(on)s) AS is_kept
FROM (
    SELECT account_id, class, overdue::float8 AS overdue,
           ST_AsMVTGeom(ST_Transform(position, 3857),
               (SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s)), 4096, 64) AS geometry
    FROM owing
) tile
