-- Replace the places of the works whose places are no longer what they were; others stay.
CREATE TEMP TABLE works_replaced ON COMMIT DROP AS
WITH fresh AS (
    SELECT work_id, md5(string_agg(concat_ws('|', ordinal, level, words, confidence,
               district_id, otb_id, landmark_id, street_id, accuracy_m, certainty,
               encode(ST_AsBinary(position), 'hex')), E'\n' ORDER BY ordinal)) AS digest
    FROM works_standing GROUP BY work_id
), stored AS (
    SELECT work_id, md5(string_agg(concat_ws('|', ordinal, level, words, confidence,
               district_id, otb_id, landmark_id, street_id, accuracy_m, certainty,
               encode(ST_AsBinary(position), 'hex')), E'\n' ORDER BY ordinal)) AS digest
    FROM works_workplace GROUP BY work_id
)
SELECT work_id FROM fresh FULL JOIN stored USING (work_id)
WHERE fresh.digest IS DISTINCT FROM stored.digest;
DELETE FROM works_workplace WHERE work_id IN (SELECT work_id FROM works_replaced);
INSERT INTO works_workplace (work_id, ordinal, level, words, confidence, accuracy_m, position,
                             certainty, district_id, otb_id, landmark_id, street_id)
SELECT work_id, ordinal, level, words, confidence, accuracy_m, position, certainty,
       district_id, otb_id, landmark_id, street_id
FROM works_standing
WHERE work_id IN (SELECT work_id FROM works_replaced)
ORDER BY work_id, ordinal
