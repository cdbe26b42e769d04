-- Corners of two streets that are each called somehow like this. The sixty streets most
-- alike stand for each name, so that a word that all streets share costs no more.
WITH asked AS (
    SELECT * FROM unnest(%(ones)s::text[], %(twos)s::text[]) AS asked (one, two)
), name AS (
    SELECT one AS key FROM asked UNION SELECT two FROM asked
), called AS (
    SELECT name.key AS name, entry.target,
           max(
               CASE
                   WHEN entry.key LIKE replace(name.key, '?', '_') THEN 1.0
                   WHEN entry.key LIKE replace(name.key, '?', '_') || '%%' THEN 0.92
                   WHEN word_similarity(name.key, entry.key) >= 0.95 THEN 0.88
                   ELSE 0.85 * greatest(
                       similarity(name.key, entry.key),
                       0.9 * word_similarity(name.key, entry.key)
                   )
               END
           ) AS alike
    FROM name
    JOIN territory_gazetteerentry entry
      ON entry.kind = 'street'
     AND (
         entry.key %% name.key
         OR name.key <%% entry.key
         OR entry.key LIKE replace(name.key, '?', '_') || '%%'
     )
    GROUP BY name.key, entry.target
), street AS MATERIALIZED (
    SELECT name, target, alike
    FROM (
        SELECT *, row_number() OVER (PARTITION BY name ORDER BY alike DESC, target) AS place
        FROM called
    ) ranked
    WHERE place <= 60
), met AS (
    SELECT corner.id, max(a.alike * b.alike) AS alike
    FROM asked
    JOIN street a ON a.name = asked.one
    JOIN street b ON b.name = asked.two
    JOIN territory_corner corner
      ON corner.street_id = least(a.target, b.target)
     AND corner.crossing_id = greatest(a.target, b.target)
    WHERE a.target <> b.target
    GROUP BY corner.id
)
SELECT street.name || ' y ' || crossing.name AS label, 'corner' AS kind,
       corner.id AS target, district.number AS district_number,
       ST_X(corner.position) AS longitude, ST_Y(corner.position) AS latitude,
       met.alike * CASE WHEN %(district)s::int IS NULL OR district.number = %(district)s
                        THEN 1 ELSE 0.7 END AS score
FROM met
JOIN territory_corner corner ON corner.id = met.id
JOIN territory_street street ON street.id = corner.street_id
JOIN territory_street crossing ON crossing.id = corner.crossing_id
LEFT JOIN LATERAL (
    SELECT number FROM territory_district
    WHERE ST_Intersects(outline, corner.position) ORDER BY number LIMIT 1
) district ON true
WHERE met.alike >= %(least)s
ORDER BY score DESC, label, target
LIMIT %(limit)s
