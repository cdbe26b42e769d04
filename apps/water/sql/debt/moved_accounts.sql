-- Accounts whose debt has to be added up anew: something moved since, or a day came on which a
-- debt grew older.
SELECT account_id FROM water_debtmove
UNION
SELECT account_id FROM water_presentdebt WHERE first_day > %(on)s::date
UNION
SELECT account_id FROM water_presentdebt WHERE end_day <= %(on)s::date
