-- Corners of two streets that are each called somehow like this. The sixty streets most
-- alike stand for each name, so that a word that all streets share costs no more. Each
-- way of being alike is asked for itself, so that each uses the trigram index, which
-- leaves corners out. Streets that are surely meant but do not meet are answered, without
-- a target, half way between where they come nearest, if that is within `near_m` metres.
WITH asked AS (
    SELECT * FROM unnest(%(ones)s::text[], %(twos)s::text[]) AS asked (one, two)
), name AS (
    SELECT DISTINCT key, heard
    FROM unnest(%(keys)s::text[], %(heard)s::text[]) AS name (key, heard)
), called AS (
    SELECT name.key AS name, entry.target,
           max(
               CASE
                   WHEN entry.key LIKE replace(name.key, '?', '_') THEN 1.0
                   WHEN entry.key LIKE replace(name.key, '?', '_') || '%%' THEN 0.92
                   WHEN entry.sound = name.heard THEN 0.9
                   WHEN word_similarity(name.key, entry.key) >= 0.95 THEN 0.88
                   ELSE 0.85 * greatest(
                       similarity(name.key, entry.key),
                       0.9 * word_similarity(name.key, entry.key)
                   )
               END
           ) AS alike
    FROM name
    CROSS JOIN LATERAL (
        SELECT key, sound, target FROM territory_gazetteerentry
        WHERE kind = 'street' AND kind <> 'corner' AND key %% name.key
        UNION ALL
        SELECT key, sound, target FROM territory_gazetteerentry
        WHERE kind = 'street' AND kind <> 'corner' AND name.key <%% key
        UNION ALL
        SELECT key, sound, target FROM territory_gazetteerentry
        WHERE kind = 'street' AND kind <> 'corner'
          AND key LIKE replace(name.key, '?', '_') || '%%'
        UNION ALL
        SELECT key, sound, target FROM territory_gazetteerentry
        WHERE kind = 'street' AND kind <> 'corner' AND sound = name.heard
    ) entry
    GROUP BY name.key, entry.target
), street AS MATERIALIZED (
    SELECT name, target, alike
    FROM (
        SELECT *, row_number() OVER (PARTITION BY name ORDER BY alike DESC, target) AS place
        FROM called
    ) ranked
    WHERE place <= 60
), pair AS MATERIALIZED (
    SELECT least(a.target, b.target) AS street_id,
           greatest(a.target, b.target) AS crossing_id, max(a.alike * b.alike) AS alike
    FROM asked
    JOIN street a ON a.name = asked.one
    JOIN street b ON b.name = asked.two
    WHERE a.target <> b.target AND a.alike * b.alike >= %(least)s
    GROUP BY 1, 2
), met AS (
    SELECT corner.id, street_id, crossing_id, corner.position, alike
    FROM pair JOIN territory_corner corner USING (street_id, crossing_id)
), near AS (
    SELECT NULL::bigint AS id, street_id, crossing_id,
           ST_Transform(ST_SetSRID(ST_Centroid(gap), %(metric)s), 4326) AS position,
           alike * 0.8 AS alike
    FROM (
        SELECT street_id, crossing_id, alike,
               ST_ShortestLine(
                   ST_Transform(one.axis, %(metric)s), ST_Transform(two.axis, %(metric)s)
               ) AS gap
        FROM pair
        JOIN territory_street one ON one.id = street_id
        JOIN territory_street two ON two.id = crossing_id
        WHERE alike >= %(surely)s
          AND NOT EXISTS (SELECT FROM met WHERE met.alike >= 0.8 * pair.alike)
    ) pairs
    WHERE ST_Length(gap) <= %(near_m)s
)
SELECT street.name || ' y ' || crossing.name AS label, 'corner' AS kind,
       met.id AS target, district.number AS district_number,
       ST_X(met.position) AS longitude, ST_Y(met.position) AS latitude,
       met.alike * CASE WHEN %(district)s::int IS NULL OR district.number = %(district)s
                        THEN 1 ELSE 0.7 END AS score
FROM (SELECT * FROM met UNION ALL SELECT * FROM near) met
JOIN territory_street street ON street.id = met.street_id
JOIN territory_street crossing ON crossing.id = met.crossing_id
LEFT JOIN LATERAL (
    SELECT number FROM territory_district
    WHERE ST_Intersects(outline, met.position) ORDER BY number LIMIT 1
) district ON true
ORDER BY score DESC, label, target
LIMIT %(limit)s
