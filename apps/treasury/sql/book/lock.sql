-- Waits for, and holds, the balances of these parties, in one order for everybody: acts on
-- one debtor stand in line, acts on different debtors do not meet.
SELECT party_id, owed, advances, refunds
FROM treasury_balance
WHERE party_id = ANY(%(parties)s)
ORDER BY party_id
FOR UPDATE
