-- Keeps what was reckoned for one batch.
-- Reads the relation `reckoned` (accounts.sql).
INSERT INTO billing_account
SELECT account_id, connection_id, category, party_id, tariff_id, basis, cubic_metres, served,
       fault
FROM reckoned
ORDER BY account_id
