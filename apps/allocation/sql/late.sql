-- Which of the codes that are asked for under a key are no more to be had (`standing`, see
-- why_not.sql) and what is free near them (`near`, see neighbours.sql), where one is seen to
-- be taken, while the sale of an announced offering is on and the key was not used. One
-- statement is one picture: a hold and the answer to its key are written together, so whoever
-- sees a space taken and no answer has lost it.
SELECT array_agg(standing.code) FILTER (WHERE standing.standing <> 'open') AS gone,
       ARRAY(SELECT near.code FROM near) AS free
FROM standing
WHERE NOT EXISTS (
    SELECT FROM allocation_keptanswer kept
    WHERE kept.who = %(who)s AND kept.key = %(key)s)
  AND EXISTS (
    SELECT FROM allocation_offering offering
    WHERE offering.code = %(offering)s AND offering.is_announced
      AND offering.sale @> statement_timestamp())
HAVING bool_or(standing.standing = 'taken') AND bool_and(standing.standing <> 'unknown')
