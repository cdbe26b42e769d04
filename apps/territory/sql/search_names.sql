-- Gazetteer entries that one of the asked keys may mean, the best entry of each place.
-- Exact, then beginning, then alike by ear, all words in any order, alike by trigrams; `factor`
-- lowers readings that leave words out. Corners are looked for through their streets
-- (search_corners). Not the ORM: four comparisons in one pass.
WITH reading AS MATERIALIZED (
    SELECT key, pattern, bare, heard, factor, ordinal,
           string_to_array(words, '|') AS words
    FROM unnest(
        %(keys)s::text[], %(patterns)s::text[], %(bare)s::text[], %(words)s::text[],
        %(heard)s::text[], %(factors)s::float8[]
    ) WITH ORDINALITY AS reading (key, pattern, bare, words, heard, factor, ordinal)
), candidate AS (
    SELECT entry.id, reading.ordinal, false AS has_words
    FROM reading
    JOIN territory_gazetteerentry entry
      ON (entry.key %% reading.bare OR reading.bare <%% entry.key)
     AND entry.kind <> 'corner'
    UNION ALL
    SELECT entry.id, reading.ordinal, true
    FROM reading
    JOIN territory_gazetteerentry entry
      ON ' ' || entry.key LIKE ALL (reading.words) AND entry.kind <> 'corner'
    UNION ALL
    SELECT entry.id, reading.ordinal, false
    FROM reading
    JOIN territory_gazetteerentry entry
      ON entry.sound = reading.heard AND entry.kind <> 'corner'
), distinct_candidate AS (
    SELECT id, ordinal, bool_or(has_words) AS has_words FROM candidate GROUP BY id, ordinal
), judged AS (
    SELECT entry.id,
           reading.factor * (0.8 + 0.2 * entry.weight)
           * CASE WHEN %(district)s::int IS NULL OR district_number = %(district)s THEN 1
                  ELSE 0.7 END
           * CASE WHEN %(kinds)s::text[] = '{}' OR entry.kind = ANY (%(kinds)s::text[]) THEN 1
                  ELSE 0.85 END
           * CASE
               WHEN entry.key = reading.key THEN 1.0
               WHEN entry.key LIKE reading.pattern THEN 0.97
               WHEN entry.key LIKE reading.pattern || '%%' THEN 0.8 + 0.1 * share
               WHEN entry.sound = reading.heard THEN 0.82
               WHEN has_words THEN 0.7 + 0.1 * share
               ELSE 0.75 * greatest(
                   similarity(entry.key, reading.bare),
                   0.85 * word_similarity(reading.bare, entry.key)
               )
             END AS score
    FROM distinct_candidate candidate
    JOIN reading USING (ordinal)
    JOIN territory_gazetteerentry entry ON entry.id = candidate.id,
    LATERAL (SELECT least(length(reading.key)::float8 / length(entry.key), 1) AS share) fit
), best AS (
    SELECT DISTINCT ON (kind, target) entry.*, judged.score
    FROM judged
    JOIN territory_gazetteerentry entry USING (id)
    WHERE judged.score >= %(least)s
    ORDER BY kind, target, judged.score DESC, key
)
SELECT label, kind, target, district_number, ST_X(position) AS longitude,
       ST_Y(position) AS latitude, score
FROM best
ORDER BY score DESC, weight DESC, label, target
LIMIT %(limit)s
