-- Accounts of an operator: seven of ten with a meter and readings of two months. Nothing
-- judges these rows while they are made; what is measured is judged in full.
SET session_replication_role = replica;
INSERT INTO people_party (kind, name, recorded_at, recorded_by)
SELECT 'person', 'Bench ' || number, now(), 'bench water'
FROM generate_series(1, %(count)s) number;
CREATE TABLE bench_user AS
SELECT id AS party_id, row_number() OVER (ORDER BY id) AS number
FROM people_party WHERE recorded_by = 'bench water';
INSERT INTO water_connection (operator_id, position, state, address)
SELECT %(operator)s,
       ST_SetSRID(ST_Point(-66.31 + 0.06 * (number * 7919 %% 1000) / 1000.0,
                           -17.43 + 0.06 * (number * 104729 %% 1000) / 1000.0), 4326),
       'active', 'Bench ' || number
FROM bench_user ORDER BY number;
INSERT INTO water_account
    (operator_id, number, connection_id, category, state, is_metered, days)
SELECT %(operator)s, substr(address, 7), id, 'domestic', 'active',
       substr(address, 7)::int %% 10 < 7, daterange('2020-01-01', NULL)
FROM water_connection WHERE operator_id = %(operator)s;
INSERT INTO water_holding (account_id, party_id, days, basis, recorded_by)
SELECT account.id, bench_user.party_id, daterange('2020-01-01', NULL), 'bench', 'bench'
FROM water_account account
JOIN bench_user ON bench_user.number::text = account.number
WHERE account.operator_id = %(operator)s;
INSERT INTO water_meter (operator_id, serial, brand, digits)
SELECT %(operator)s, number, '', 5
FROM water_account WHERE operator_id = %(operator)s AND is_metered;
INSERT INTO water_meterfitting
    (meter_id, connection_id, days, first_value, reason, recorded_by)
SELECT meter.id, account.connection_id, daterange('2020-01-01', NULL), 0, '', 'bench'
FROM water_meter meter
JOIN water_account account
  ON account.number = meter.serial AND account.operator_id = meter.operator_id
WHERE meter.operator_id = %(operator)s;
INSERT INTO water_reading
    (connection_id, meter_id, period_id, value, taken_at, origin, anomalies, accepted_why,
     recorded_by)
SELECT fitting.connection_id, fitting.meter_id, period.id,
       100 + CASE WHEN period.month = '2026-05-01' THEN fitting.meter_id %% 60 ELSE 0 END,
       period.month + interval '28 days', 'read', '{}', '', 'bench'
FROM water_meterfitting fitting
JOIN water_period period ON period.operator_id = %(operator)s
WHERE fitting.recorded_by = 'bench';
SET session_replication_role = DEFAULT
