-- What a meter's reading is compared with: the last one, twelve months of its account, and the
-- latest month of its neighbours.
-- Reads the relation `nearest`.
SELECT fitting.meter_id, fitting.connection_id, meter.digits,
       coalesce(last.value, fitting.first_value) AS last_value,
       last.taken_at AS last_at,
       own.history, coalesce(near.neighbours, '{}') AS neighbours
FROM water_meterfitting fitting
JOIN water_meter meter ON meter.id = fitting.meter_id
JOIN water_connection connection ON connection.id = fitting.connection_id
LEFT JOIN water_account account
  ON account.connection_id = connection.id AND account.days @> %(on)s::date
LEFT JOIN LATERAL (
    SELECT reading.value, reading.taken_at
    FROM water_reading reading
    JOIN water_period period ON period.id = reading.period_id
    WHERE reading.meter_id = fitting.meter_id
      AND reading.connection_id = fitting.connection_id
      AND period.month < %(month)s
    ORDER BY period.month DESC
    LIMIT 1
) last ON true
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(latest.cubic_metres), '{}') AS history
    FROM (
        SELECT bill.cubic_metres
        FROM water_bill bill
        JOIN water_period period ON period.id = bill.period_id
        WHERE bill.account_id = account.id
          AND bill.cubic_metres IS NOT NULL
          AND period.month < %(month)s
          AND period.month >= %(month)s::date - interval '12 months'
        ORDER BY period.month DESC
    ) latest
) own
LEFT JOIN LATERAL (
    SELECT array_agg(bill.cubic_metres) AS neighbours
    FROM nearest
    CROSS JOIN LATERAL (
        SELECT latest.cubic_metres
        FROM water_bill latest
        WHERE latest.account_id = nearest.id AND latest.cubic_metres IS NOT NULL
        ORDER BY latest.id DESC
        LIMIT 1
    ) bill
    WHERE nearest.account_id = account.id
) near ON account.id IS NOT NULL
WHERE fitting.meter_id = ANY(%(meters)s) AND fitting.days @> %(on)s::date
