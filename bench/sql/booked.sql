-- Claims that bind now, and how many spaces they are to.
SELECT count(*), count(DISTINCT space_id)
FROM allocation_claim
WHERE in_force @> clock_timestamp()
