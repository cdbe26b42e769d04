-- Standing accounts whose connection is on no parcel: wrongly placed, or the parcel is not
-- drawn.
SELECT account.id, account.number, operator.name AS operator, connection.address,
       coalesce(otb.name, '') AS otb, ST_X(connection.position) AS longitude,
       ST_Y(connection.position) AS latitude
FROM water_account account
JOIN water_connection connection ON connection.id = account.connection_id
JOIN water_operator operator ON operator.id = account.operator_id
LEFT JOIN territory_otb otb ON otb.id = connection.otb_id
WHERE account.state <> 'closed' AND connection.parcel_id IS NULL
  AND (%(otb)s::bigint IS NULL OR connection.otb_id = %(otb)s)
  AND (%(district)s::bigint IS NULL OR connection.district_id = %(district)s)
ORDER BY operator.name, account.number
LIMIT %(limit)s
