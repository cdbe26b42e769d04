-- Where written addresses are: street and number apart, many at once. Each name is looked up
-- once, however many doors it has. Namesakes in several districts stay several, unless the
-- text names a district or only one of them has the number. Calle 5 is not Calle 50, however
-- alike: a name whose words tell nothing must be the same, and numbers in a name must be told.
WITH asked AS MATERIALIZED (
    SELECT ordinal, street, telling, number, district,
           substring(number FROM '^[0-9]{1,6}')::int AS door
    FROM unnest(
        %(ordinals)s::int[], %(streets)s::text[], %(telling)s::boolean[],
        %(numbers)s::text[], %(districts)s::int[]
    ) AS asked (ordinal, street, telling, number, district)
), name AS (
    SELECT DISTINCT street, telling,
           string_to_array(btrim(regexp_replace(street, '[^0-9]+', ' ', 'g')), ' ') AS numbers
    FROM asked
), alike AS MATERIALIZED (
    SELECT DISTINCT ON (name.street, entry.target)
           name.street, entry.target, entry.label, entry.district_number, entry.position,
           CASE WHEN entry.key = name.street THEN 1.0
                ELSE greatest(
                    similarity(entry.key, name.street),
                    0.9 * word_similarity(name.street, entry.key)
                )
           END AS alike
    FROM name
    CROSS JOIN LATERAL (
        SELECT key, target, label, district_number, position FROM territory_gazetteerentry
        WHERE kind = 'street' AND kind <> 'corner' AND key = name.street
        UNION ALL
        SELECT key, target, label, district_number, position FROM territory_gazetteerentry
        WHERE kind = 'street' AND kind <> 'corner' AND key %% name.street AND name.telling
          AND string_to_array(btrim(regexp_replace(key, '[^0-9]+', ' ', 'g')), ' ')
              <@ name.numbers
    ) entry
    ORDER BY name.street, entry.target, alike DESC
), called AS MATERIALIZED (
    SELECT *
    FROM (SELECT *, max(alike) OVER (PARTITION BY street) AS best FROM alike) judged
    WHERE alike >= %(least)s AND alike >= 0.97 * best
), meant AS MATERIALIZED (
    SELECT asked.ordinal, asked.number, asked.door, called.target, called.label,
           called.position
    FROM asked
    JOIN called ON called.street = asked.street
    WHERE asked.district IS NULL OR called.district_number IS NULL
       OR called.district_number = asked.district
), door AS (
    SELECT meant.ordinal, 'address' AS how, 1 AS rank,
           meant.label || ' ' || address.number AS label, address.position
    FROM meant
    JOIN territory_address address
      ON address.street_id = meant.target
     AND lower(replace(address.number, ' ', '')) = meant.number
    WHERE meant.number <> ''
), neighbour AS (
    SELECT meant.ordinal, 'near' AS how, 2 AS rank,
           meant.label || ' ' || beside.number AS label, beside.position
    FROM meant
    CROSS JOIN LATERAL (
        SELECT address.number, address.position
        FROM territory_address address
        WHERE address.street_id = meant.target AND address.number ~ '^[0-9]{1,6}'
          AND abs(substring(address.number FROM '^[0-9]{1,6}')::int - meant.door)
              <= %(near)s
        ORDER BY abs(substring(address.number FROM '^[0-9]{1,6}')::int - meant.door),
                 address.id
        LIMIT 1
    ) beside
    WHERE meant.door IS NOT NULL
      AND NOT EXISTS (SELECT FROM door WHERE door.ordinal = meant.ordinal)
), found AS (
    SELECT * FROM door
    UNION ALL
    SELECT * FROM neighbour
    UNION ALL
    SELECT ordinal, 'street', 3, label, position FROM meant
), best AS (
    SELECT ordinal, how, label, position,
           first_value(position) OVER chosen AS first_position
    FROM (
        SELECT *, min(rank) OVER (PARTITION BY ordinal) AS least_rank FROM found
    ) ranked
    WHERE rank = least_rank
    WINDOW chosen AS (PARTITION BY ordinal ORDER BY label, position)
)
SELECT ordinal, min(how) AS how, min(label) AS label,
       max(ST_X(first_position)) AS longitude, max(ST_Y(first_position)) AS latitude,
       bool_or(ST_DistanceSphere(position, first_position) > %(apart)s) AS several
FROM best
GROUP BY ordinal
ORDER BY ordinal
