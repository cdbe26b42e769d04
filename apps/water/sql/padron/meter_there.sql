-- Meters that count at somebody else's connection.
SELECT line, candidates.meter || ' · ' || coalesce(
           (SELECT min(account.number) FROM water_account account
            WHERE account.connection_id = fitting.connection_id AND upper_inf(account.days)),
           '–'
       ) AS detail
FROM candidates
JOIN water_operator operator ON operator.code = candidates.operator_code
JOIN water_meter meter
  ON meter.operator_id = operator.id AND meter.serial = candidates.meter
JOIN water_meterfitting fitting ON fitting.meter_id = meter.id AND upper_inf(fitting.days)
