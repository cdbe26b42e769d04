-- What each debtor owes in all, in the order of debtors: two postings wait, none blocks.
INSERT INTO treasury_balance AS balance (party_id, owed, advances, refunds)
SELECT debtor_id, sum(amount), 0, 0
FROM posting_posted
GROUP BY debtor_id
ORDER BY debtor_id
ON CONFLICT (party_id) DO UPDATE SET owed = balance.owed + excluded.owed
