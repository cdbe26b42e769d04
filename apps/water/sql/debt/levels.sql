-- Debt by class of age at several levels of the territory at once; `levels` names them, and
-- each row says which of them it is about. What lies in the same parts is summed up first, so
-- that each level adds up a few sums instead of every debt. The few accounts with several
-- rows, which an index of their own finds, stay apart, so that each is counted once at every
-- level. The total is the sum of its classes: kept rows are checked for that, others made so.
-- Reads the relation `chosen`.
WITH whole AS MATERIALIZED (
    SELECT district_id, otb_id, zone_id, street_id,
           count(*) AS accounts, count(*) FILTER (WHERE class > 0) AS debtors,
           sum("current") AS "current", sum(one) AS one, sum(two) AS two,
           sum(three_to_six) AS three_to_six, sum(seven_to_twelve) AS seven_to_twelve,
           sum(older) AS older
    FROM chosen
    WHERE is_whole
    GROUP BY district_id, otb_id, zone_id, street_id
), several AS MATERIALIZED (
    SELECT district_id, otb_id, zone_id, street_id, account_id,
           (class > 0)::int AS debtors, "current", one, two, three_to_six,
           seven_to_twelve, older
    FROM chosen
    WHERE NOT is_whole
), counted AS (
    SELECT way.level, coalesce(way.id, 0) AS id, accounts, debtors, "current", one, two,
           three_to_six, seven_to_twelve, older
    FROM whole
    CROSS JOIN LATERAL (VALUES
        ('town', 0::bigint), ('district', district_id), ('otb', otb_id),
        ('zone', zone_id), ('street', street_id)
    ) way (level, id)
    WHERE way.level = ANY(%(levels)s)
    UNION ALL
    SELECT way.level, coalesce(way.id, 0), 1, max(debtors), sum("current"), sum(one),
           sum(two), sum(three_to_six), sum(seven_to_twelve), sum(older)
    FROM several
    CROSS JOIN LATERAL (VALUES
        ('town', 0::bigint), ('district', district_id), ('otb', otb_id),
        ('zone', zone_id), ('street', street_id)
    ) way (level, id)
    WHERE way.level = ANY(%(levels)s)
    GROUP BY way.level, way.id, account_id
), summed AS (
    SELECT level, id, sum(accounts)::bigint AS accounts, sum(debtors)::bigint AS debtors,
           sum("current") AS "current", sum(one) AS one, sum(two) AS two,
           sum(three_to_six) AS three_to_six, sum(seven_to_twelve) AS seven_to_twelve,
           sum(older) AS older
    FROM counted
    GROUP BY level, id
)
SELECT summed.*, one + two + three_to_six + seven_to_twelve + older + "current" AS total,
       district.number,
       coalesce(district.name, otb.name, zone.name, street.name, '') AS name
FROM summed
LEFT JOIN territory_district district ON level = 'district' AND district.id = summed.id
LEFT JOIN territory_otb otb ON level = 'otb' AND otb.id = summed.id
LEFT JOIN territory_zone zone ON level = 'zone' AND zone.id = summed.id
LEFT JOIN territory_street street ON level = 'street' AND street.id = summed.id
ORDER BY level, one + two + three_to_six + seven_to_twelve + older DESC, id
