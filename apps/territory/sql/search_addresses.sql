-- House numbers on streets that are called somehow like this.
WITH street AS MATERIALIZED (
    SELECT entry.target,
           max(
               CASE WHEN entry.key = %(street)s THEN 1.0
                    ELSE 0.9 * greatest(
                        similarity(entry.key, %(street)s),
                        0.9 * word_similarity(%(street)s, entry.key)
                    )
               END
           ) AS alike
    FROM territory_gazetteerentry entry
    WHERE entry.kind = 'street'
      AND (entry.key %% %(street)s OR %(street)s <%% entry.key)
    GROUP BY entry.target
)
SELECT street.name || ' ' || address.number AS label, 'address' AS kind,
       address.id AS target, district.number AS district_number,
       ST_X(address.position) AS longitude, ST_Y(address.position) AS latitude,
       alike AS score
FROM street AS called
JOIN territory_address address ON address.street_id = called.target
JOIN territory_street street ON street.id = address.street_id
LEFT JOIN LATERAL (
    SELECT number FROM territory_district
    WHERE ST_Intersects(outline, address.position) ORDER BY number LIMIT 1
) district ON true
WHERE lower(replace(address.number, ' ', '')) = %(number)s AND alike >= %(least)s
ORDER BY score DESC, label, target
LIMIT %(limit)s
