-- Every wording once.
SELECT DISTINCT object FROM works_staged ORDER BY object
