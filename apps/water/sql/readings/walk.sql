-- The stops of a route in walking order, with the meter that counts there, its last reading
-- and that of the period.
SELECT stop.ordinal, stop.connection_id, meter.id AS meter_id, meter.serial,
       coalesce(account.number, '') AS account_number, connection.address,
       coalesce(party.name, '') AS holder, party.id AS holder_id,
       coalesce(last.value, fitting.first_value) AS last_value,
       reading.id AS reading_id, reading.value, coalesce(reading.origin, '') AS origin,
       coalesce(reading.anomalies, '{}') AS anomalies
FROM water_routestop stop
JOIN water_connection connection ON connection.id = stop.connection_id
JOIN water_meterfitting fitting
  ON fitting.connection_id = stop.connection_id AND fitting.days @> %(on)s::date
JOIN water_meter meter ON meter.id = fitting.meter_id
LEFT JOIN water_account account
  ON account.connection_id = connection.id AND account.days @> %(on)s::date
LEFT JOIN water_holding holding
  ON holding.account_id = account.id AND holding.days @> %(on)s::date
LEFT JOIN people_party party ON party.id = holding.party_id
LEFT JOIN water_reading reading
  ON reading.meter_id = meter.id AND reading.period_id = %(period)s
LEFT JOIN LATERAL (
    SELECT earlier.value
    FROM water_reading earlier
    JOIN water_period period ON period.id = earlier.period_id
    WHERE earlier.meter_id = meter.id
      AND earlier.connection_id = fitting.connection_id
      AND period.month < %(month)s
    ORDER BY period.month DESC
    LIMIT 1
) last ON true
WHERE stop.route_id = %(route)s AND connection.state <> 'removed'
ORDER BY stop.ordinal
