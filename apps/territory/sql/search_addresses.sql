-- House numbers on streets that are called somehow like this.
WITH called AS (
    SELECT key, target FROM territory_gazetteerentry
    WHERE kind = 'street' AND kind <> 'corner' AND key = %(street)s
    UNION ALL
    SELECT key, target FROM territory_gazetteerentry
    WHERE kind = 'street' AND kind <> 'corner' AND key %% %(street)s
    UNION ALL
    SELECT key, target FROM territory_gazetteerentry
    WHERE kind = 'street' AND kind <> 'corner' AND %(street)s <%% key
), alike AS MATERIALIZED (
    SELECT target,
           max(
               CASE WHEN key = %(street)s THEN 1.0
                    ELSE 0.9 * greatest(
                        similarity(key, %(street)s), 0.9 * word_similarity(%(street)s, key)
                    )
               END
           ) AS alike
    FROM called
    GROUP BY target
)
SELECT street.name || ' ' || address.number AS label, 'address' AS kind,
       address.id AS target, district.number AS district_number,
       ST_X(address.position) AS longitude, ST_Y(address.position) AS latitude,
       alike AS score
FROM alike
JOIN territory_address address ON address.street_id = alike.target
JOIN territory_street street ON street.id = address.street_id
LEFT JOIN LATERAL (
    SELECT number FROM territory_district
    WHERE ST_Intersects(outline, address.position) ORDER BY number LIMIT 1
) district ON true
WHERE lower(replace(address.number, ' ', '')) = %(number)s AND alike >= %(least)s
ORDER BY score DESC, label, target
LIMIT %(limit)s
