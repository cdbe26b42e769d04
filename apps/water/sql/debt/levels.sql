-- Debt by class of age at several levels of the territory at once; `levels` names them, and
-- each row says which of them it is about. Sums per account and part come first, so that
-- accounts are counted without sorting every debt.
-- Reads the relation `chosen`.
WITH part AS (
    SELECT way.level, coalesce(way.id, 0) AS id, chosen.account_id,
           sum(total) AS total, sum("current") AS "current", sum(one) AS one,
           sum(two) AS two, sum(three_to_six) AS three_to_six,
           sum(seven_to_twelve) AS seven_to_twelve, sum(older) AS older,
           max(class) AS class
    FROM chosen
    CROSS JOIN LATERAL (VALUES
        ('town', 0::bigint), ('district', district_id), ('otb', otb_id),
        ('zone', zone_id), ('street', street_id)
    ) way (level, id)
    WHERE way.level = ANY(%(levels)s)
    GROUP BY way.level, coalesce(way.id, 0), chosen.account_id
), summed AS (
    SELECT level, id, count(*) AS accounts, count(*) FILTER (WHERE class > 0) AS debtors,
           sum(total) AS total, sum("current") AS "current", sum(one) AS one,
           sum(two) AS two, sum(three_to_six) AS three_to_six,
           sum(seven_to_twelve) AS seven_to_twelve, sum(older) AS older
    FROM part
    GROUP BY level, id
)
SELECT summed.*, district.number,
       coalesce(district.name, otb.name, zone.name, street.name, '') AS name
FROM summed
LEFT JOIN territory_district district ON level = 'district' AND district.id = summed.id
LEFT JOIN territory_otb otb ON level = 'otb' AND otb.id = summed.id
LEFT JOIN territory_zone zone ON level = 'zone' AND zone.id = summed.id
LEFT JOIN territory_street street ON level = 'street' AND street.id = summed.id
ORDER BY level, total - "current" DESC, id
