-- Debtors by district, OTB, zone, street and in all, from balances kept by account: summed up
-- first where all of these are the same, which is half the work of summing up five times.
WITH part AS MATERIALIZED (
    SELECT district_id, otb_id, zone_id, street_id, count(*) AS accounts, sum(total) AS total,
           sum(one) AS one, sum(two) AS two, sum(three) AS three, sum(seven) AS seven,
           sum(older) AS older
    FROM bench_balance
    GROUP BY 1, 2, 3, 4
)
SELECT way.level, coalesce(way.id, 0), sum(accounts)::bigint, sum(total), sum(one), sum(two),
       sum(three), sum(seven), sum(older)
FROM part
CROSS JOIN LATERAL (VALUES
    ('town', 0::bigint), ('district', district_id), ('otb', otb_id), ('zone', zone_id),
    ('street', street_id)
) way (level, id)
GROUP BY 1, 2
