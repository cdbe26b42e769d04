-- Accounts whose connection lies in a box (EPSG:4326), under their names in the treasury.
SELECT account.id::text AS thing
FROM water_connection connection
JOIN water_account account ON account.connection_id = connection.id
WHERE connection.position && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
