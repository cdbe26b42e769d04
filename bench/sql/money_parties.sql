-- Debtors of the benchmark.
INSERT INTO people_party (kind, name, recorded_at, recorded_by)
SELECT 'person', 'Bench ' || number, now(), 'bench'
FROM generate_series(1, %(count)s) number
