-- A billing run's charges, staged as any system stages them for the treasury.
INSERT INTO posting_charge (key, debtor_id, concept_id, due_on, about_kind, about_id)
SELECT 'bench:' || party_id, party_id, %(concept)s, %(on)s::date + 30, 'bench.account',
       party_id::text
FROM bench_account;
INSERT INTO posting_line (key, ordinal, price_id, quantity)
SELECT 'bench:' || party_id, 1, %(price)s, quantity FROM bench_account
