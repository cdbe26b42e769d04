-- Debtors by district, OTB, zone, street and in all, from balances kept by account.
SELECT way.level, coalesce(way.id, 0), count(*), sum(total), sum(one), sum(two), sum(three),
       sum(seven), sum(older)
FROM bench_balance
CROSS JOIN LATERAL (VALUES
    ('town', 0::bigint), ('district', district_id), ('otb', otb_id), ('zone', zone_id),
    ('street', street_id)
) way (level, id)
GROUP BY 1, 2
