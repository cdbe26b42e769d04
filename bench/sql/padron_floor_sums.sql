-- Accounts, those with a meter, those in an OTB, and what is owed, by bare SQL.
SELECT (SELECT count(*) FROM bench_account), (SELECT count(*) FROM bench_meter),
       (SELECT count(*) FROM bench_standing WHERE otb_id IS NOT NULL),
       (SELECT sum(amount)::numeric(14, 2) FROM bench_owed)
