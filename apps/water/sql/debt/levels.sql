-- Debt by class of age at several levels of the territory at once; `levels` names them, and
-- each row says which of them it is about. What lies in the same parts is summed up before,
-- so that each level adds up a few sums instead of every debt. The few accounts with several
-- rows, which an index of their own finds, are summed up with the others, and taken off where
-- they were counted for each row. The total is the sum of its classes: kept rows are checked
-- for that, others made so.
-- Reads the relations `whole` (whole.sql, or what is kept of it) and `chosen`.
WITH several AS MATERIALIZED (
    SELECT district_id, otb_id, zone_id, street_id, account_id,
           (class > 0)::int AS debtors, "current", one, two, three_to_six,
           seven_to_twelve, older
    FROM chosen
    WHERE NOT is_whole
), part AS MATERIALIZED (
    SELECT * FROM whole
    UNION ALL
    SELECT district_id, otb_id, zone_id, street_id, 1, debtors, "current", one, two,
           three_to_six, seven_to_twelve, older
    FROM several
), twice AS (
    SELECT level, id, sum(accounts) AS accounts, sum(debtors) AS debtors
    FROM (
        SELECT way.level, coalesce(way.id, 0) AS id, count(*) - 1 AS accounts,
               sum(debtors) - max(debtors) AS debtors
        FROM several
        CROSS JOIN LATERAL (VALUES
            ('town', 0::bigint), ('district', district_id), ('otb', otb_id),
            ('zone', zone_id), ('street', street_id)
        ) way (level, id)
        GROUP BY way.level, way.id, account_id
        HAVING count(*) > 1
    ) counted
    GROUP BY level, id
), summed AS (
    SELECT CASE grouping(district_id, otb_id, zone_id, street_id)
               WHEN 7 THEN 'district' WHEN 11 THEN 'otb' WHEN 13 THEN 'zone'
               WHEN 14 THEN 'street' ELSE 'town' END AS level,
           coalesce(district_id, otb_id, zone_id, street_id, 0) AS id,
           sum(accounts)::bigint AS accounts, sum(debtors)::bigint AS debtors,
           sum("current") AS "current", sum(one) AS one, sum(two) AS two,
           sum(three_to_six) AS three_to_six, sum(seven_to_twelve) AS seven_to_twelve,
           sum(older) AS older
    FROM part
    GROUP BY GROUPING SETS ((), (district_id), (otb_id), (zone_id), (street_id))
    HAVING sum(accounts) > 0
), named AS MATERIALIZED (
    SELECT 'district' AS level, id, number, name FROM territory_district
    UNION ALL SELECT 'otb', id, NULL, name FROM territory_otb
    UNION ALL SELECT 'zone', id, NULL, name FROM territory_zone
    UNION ALL SELECT 'street', id, NULL, name FROM territory_street
)
SELECT summed.level, summed.id,
       summed.accounts - coalesce(twice.accounts, 0)::bigint AS accounts,
       summed.debtors - coalesce(twice.debtors, 0)::bigint AS debtors,
       "current", one, two, three_to_six, seven_to_twelve, older,
       one + two + three_to_six + seven_to_twelve + older + "current" AS total,
       named.number, coalesce(named.name, '') AS name
FROM summed
LEFT JOIN twice ON twice.level = summed.level AND twice.id = summed.id
LEFT JOIN named ON named.level = summed.level AND named.id = summed.id
WHERE summed.level = ANY(%(levels)s)
ORDER BY summed.level COLLATE "C",
         one + two + three_to_six + seven_to_twelve + older DESC, summed.id
