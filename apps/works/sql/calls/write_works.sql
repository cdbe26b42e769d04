-- One row per work from its calls: worded and in the state of the last, dated by the first.
-- Rows that stay as they are are not touched.
WITH called AS (
    SELECT named.code, staged.*, worded.repaired, worded.object_key, worded.kind,
           worded.is_doubtful
    FROM works_staged staged
    JOIN works_named named USING (cuce)
    JOIN works_worded worded USING (object)
), latest AS (
    SELECT DISTINCT ON (code) code, repaired, object_key, kind, is_doubtful, state
    FROM called
    ORDER BY code, called_on DESC, cuce DESC
), dated AS (
    SELECT code, min(called_on) AS called_on, min(published_on) AS published_on
    FROM called
    GROUP BY code
), written AS (
    INSERT INTO works_work AS work (code, object, object_key, doubtful_text, kind, state, year,
                                    published_on, source, place_level, place_words, certainty,
                                    district_numbers, otb_names)
    SELECT code, repaired, object_key, is_doubtful, kind, state,
           extract(year FROM called_on), published_on, %(source)s, 'none', '', '', '{}', '{}'
    FROM latest JOIN dated USING (code)
    ORDER BY called_on, code
    ON CONFLICT (code) DO UPDATE
    SET object = excluded.object, object_key = excluded.object_key, kind = excluded.kind,
        doubtful_text = excluded.doubtful_text, state = excluded.state, year = excluded.year,
        published_on = excluded.published_on
    WHERE (work.object, work.object_key, work.doubtful_text, work.kind, work.state, work.year,
           work.published_on)
        IS DISTINCT FROM
          (excluded.object, excluded.object_key, excluded.doubtful_text, excluded.kind,
           excluded.state, excluded.year, excluded.published_on)
    RETURNING (xmax = 0) AS is_new
)
SELECT count(*) FILTER (WHERE is_new) AS added, count(*) FILTER (WHERE NOT is_new) AS changed
FROM written
