-- The accounts to be added up anew. What moves from now on is noted anew, and stays noted.
WITH taken AS (
    DELETE FROM water_debtmove RETURNING account_id
)
INSERT INTO moved_account
SELECT account_id FROM taken
UNION
SELECT account_id FROM water_presentdebt WHERE first_day > %(on)s::date
UNION
SELECT account_id FROM water_presentdebt WHERE end_day <= %(on)s::date;
ANALYZE moved_account
