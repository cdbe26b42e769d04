-- What a work says of its places as a whole, from the same rows. Accuracy is the coarsest
-- of the places at the finest level; certainty the least of all.
WITH ranked AS (
    SELECT standing.*,
           array_position(ARRAY['corner', 'street', 'otb', 'district'], level) AS rank,
           array_position(ARRAY['drawn', 'derived', 'official'], certainty) AS doubt
    FROM works_standing standing
), grouped AS (
    SELECT work_id,
           ST_Multi(ST_Collect(position ORDER BY ordinal)) AS positions,
           min(rank) AS rank, min(doubt) AS doubt
    FROM ranked GROUP BY work_id
), worded AS (
    SELECT work_id, string_agg(words, '; ' ORDER BY ordinal) AS words
    FROM (SELECT work_id, words, min(ordinal) AS ordinal FROM ranked GROUP BY 1, 2) once
    GROUP BY work_id
), finest AS (
    SELECT ranked.work_id, max(accuracy_m) AS accuracy_m
    FROM ranked JOIN grouped ON (grouped.work_id, grouped.rank) = (ranked.work_id, ranked.rank)
    GROUP BY ranked.work_id
), summary AS (
    SELECT summed.work_id, grouped.positions,
           coalesce((ARRAY['corner', 'street', 'otb', 'district'])[rank], 'none') AS place_level,
           coalesce(words, '') AS place_words, finest.accuracy_m,
           coalesce((ARRAY['drawn', 'derived', 'official'])[doubt], '') AS certainty,
           summed.district_numbers::smallint[] AS district_numbers, summed.otb_names
    FROM works_summed summed
    LEFT JOIN grouped USING (work_id)
    LEFT JOIN worded USING (work_id)
    LEFT JOIN finest USING (work_id)
)
UPDATE works_work work
SET positions = summary.positions, place_level = summary.place_level,
    place_words = summary.place_words, accuracy_m = summary.accuracy_m,
    certainty = summary.certainty, district_numbers = summary.district_numbers,
    otb_names = summary.otb_names
FROM summary
WHERE work.id = summary.work_id
  AND (work.place_level, work.place_words, work.accuracy_m, work.certainty,
       work.district_numbers, work.otb_names, ST_AsBinary(work.positions))
      IS DISTINCT FROM
      (summary.place_level, summary.place_words, summary.accuracy_m, summary.certainty,
       summary.district_numbers, summary.otb_names, ST_AsBinary(summary.positions))
