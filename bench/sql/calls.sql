-- How many calls are on record.
SELECT count(*) FROM works_call
