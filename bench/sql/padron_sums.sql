-- The same, by the importer.
SELECT count(*), count(*) FILTER (WHERE account.is_metered),
       count(*) FILTER (WHERE connection.otb_id IS NOT NULL),
       (SELECT sum(amount)::numeric(14, 2) FROM treasury_obligation
        WHERE key LIKE 'water:opening:%')
FROM water_account account
JOIN water_connection connection ON connection.id = account.connection_id
WHERE account.number LIKE 'B%'
