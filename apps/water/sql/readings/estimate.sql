-- Readings for meters that nobody read, reckoned as `domain/estimating.py` says: the mean of
-- the account's last measured months, else the middle of its ten nearest neighbours'.
-- Who was estimated `most` months running is left for somebody to read.
-- Reads the relation `nearest`.
INSERT INTO water_reading
    (connection_id, meter_id, period_id, value, taken_at, origin, anomalies, accepted_why,
     recorded_by)
SELECT fitting.connection_id, fitting.meter_id, %(period)s,
       mod(coalesce(last.value, fitting.first_value)
           + coalesce(round(own.mean), round(near.middle), 0), (10 ^ meter.digits)::numeric),
       %(at)s, 'estimated', '{}', '', %(by)s
FROM water_meterfitting fitting
JOIN water_meter meter ON meter.id = fitting.meter_id
JOIN water_connection connection ON connection.id = fitting.connection_id
JOIN water_account account
  ON account.connection_id = connection.id
 AND account.is_metered
 AND account.state <> 'suspended'
 AND account.days && daterange(%(first)s, %(next)s)
LEFT JOIN LATERAL (
    SELECT earlier.value
    FROM water_reading earlier
    JOIN water_period period ON period.id = earlier.period_id
    WHERE earlier.meter_id = fitting.meter_id
      AND earlier.connection_id = fitting.connection_id
      AND period.month < %(first)s
    ORDER BY period.month DESC
    LIMIT 1
) last ON true
CROSS JOIN LATERAL (
    SELECT avg(measured.cubic_metres) AS mean
    FROM (
        SELECT bill.cubic_metres
        FROM water_bill bill
        JOIN water_period period ON period.id = bill.period_id
        WHERE bill.account_id = account.id AND bill.basis = 'read' AND period.month < %(first)s
        ORDER BY period.month DESC
        LIMIT %(months)s
    ) measured
) own
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE latest.basis = 'estimated') AS estimated
    FROM (
        SELECT bill.basis
        FROM water_bill bill
        JOIN water_period period ON period.id = bill.period_id
        WHERE bill.account_id = account.id AND period.month < %(first)s
        ORDER BY period.month DESC
        LIMIT %(most)s
    ) latest
) row
LEFT JOIN LATERAL (
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY bill.cubic_metres)::numeric AS middle
    FROM nearest
    CROSS JOIN LATERAL (
        SELECT latest.cubic_metres
        FROM water_bill latest
        WHERE latest.account_id = nearest.id AND latest.basis = 'read'
        ORDER BY latest.id DESC
        LIMIT 1
    ) bill
    WHERE nearest.account_id = account.id
) near ON own.mean IS NULL
WHERE connection.operator_id = %(operator)s
  AND connection.state <> 'removed'
  AND fitting.days && daterange(%(first)s, %(next)s)
  AND NOT (fitting.last_value IS NOT NULL AND upper(fitting.days) <= %(next)s)
  AND NOT EXISTS (
    SELECT FROM water_reading reading
    WHERE reading.meter_id = fitting.meter_id AND reading.period_id = %(period)s)
  AND (%(again)s OR row.estimated < %(most)s)
