-- Names of what was located, in the order in which an answer lists them.
SELECT 'district' AS kind, id, name, certainty, number
FROM territory_district WHERE id = %(district_id)s
UNION ALL
SELECT 'zone', id, name, certainty, NULL FROM territory_zone WHERE id = %(zone_id)s
UNION ALL
SELECT 'street', id, name, certainty, NULL FROM territory_street WHERE id = %(street_id)s
UNION ALL
SELECT 'otb', id, name, certainty, NULL
FROM territory_otb WHERE id = ANY(%(otb_ids)s::bigint[])
