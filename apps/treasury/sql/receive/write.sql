-- One entry for each payment, its legs, what is outstanding then, and the payments.
INSERT INTO treasury_entry (id, kind, booked_on, recorded_by, person_id, recorded_from, why)
SELECT entry_id, 'payment', %(on)s, %(by)s, %(person)s, %(where)s, %(why)s
FROM receiving ORDER BY entry_id;
UPDATE treasury_obligation obligation
SET outstanding = obligation.outstanding - share.share,
    state = CASE WHEN obligation.outstanding = share.share THEN 'settled' ELSE 'open' END
FROM receiving_share share
WHERE share.obligation_id = obligation.id;
INSERT INTO treasury_leg (entry_id, account_id, amount, party_id, obligation_id)
SELECT entry_id, cash, amount, NULL, NULL FROM receiving
UNION ALL
SELECT entry_id, 'receivable', -share, owner_id, obligation_id FROM receiving_share;
UPDATE treasury_balance balance
SET owed = balance.owed - paid.share
FROM (SELECT owner_id, sum(share) AS share FROM receiving_share GROUP BY owner_id) paid
WHERE paid.owner_id = balance.party_id;
INSERT INTO treasury_payment (key, debtor_id, payer, amount, means, entry_id)
SELECT key, debtor_id, payer, amount, means, entry_id FROM receiving ORDER BY entry_id
