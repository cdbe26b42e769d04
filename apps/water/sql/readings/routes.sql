-- How far each route of an operator is read in a period.
SELECT route.id, route.code, route.name,
       count(fitting.id) AS meters, count(reading.id) AS readings,
       count(reading.id) FILTER (WHERE reading.origin = 'estimated') AS estimated,
       count(reading.id) FILTER (WHERE reading.anomalies <> '{}') AS strange
FROM water_route route
LEFT JOIN water_routestop stop ON stop.route_id = route.id
LEFT JOIN water_connection connection
  ON connection.id = stop.connection_id AND connection.state <> 'removed'
LEFT JOIN water_meterfitting fitting
  ON fitting.connection_id = connection.id AND fitting.days @> %(on)s::date
LEFT JOIN water_reading reading
  ON reading.meter_id = fitting.meter_id AND reading.period_id = %(period)s
WHERE route.operator_id = %(operator)s
GROUP BY route.id
ORDER BY route.name, route.id
