-- How the codes that are asked for under a key stand (`standing`, see why_not.sql), while the
-- sale is on and the key was not used. One statement is one picture: a hold and the answer to
-- its key are written together, so whoever sees a space taken and no answer has lost it.
SELECT standing.code, standing.standing
FROM standing
WHERE NOT EXISTS (
    SELECT FROM allocation_keptanswer kept
    WHERE kept.who = %(who)s AND kept.key = %(key)s)
  AND EXISTS (
    SELECT FROM allocation_offering offering
    WHERE offering.id = %(offering)s AND offering.sale @> statement_timestamp())
