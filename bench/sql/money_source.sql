-- Debtors to charge, each with so many units: what a billing run knows before it posts.
CREATE TABLE bench_account AS
SELECT id AS party_id, (1 + id %% 40)::numeric AS quantity
FROM people_party
WHERE recorded_by = 'bench'
