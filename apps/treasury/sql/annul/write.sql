-- One entry for each obligation: its income given back, what is outstanding wiped out.
INSERT INTO treasury_entry (id, kind, booked_on, recorded_by, person_id, recorded_from, why)
SELECT entry_id, 'annulment', %(on)s, %(by)s, %(person)s, %(where)s, %(why)s
FROM annulling ORDER BY entry_id;
UPDATE treasury_obligation obligation
SET state = 'annulled', outstanding = 0
FROM annulling
WHERE annulling.obligation_id = obligation.id;
INSERT INTO treasury_leg (entry_id, account_id, amount, party_id, obligation_id)
SELECT entry_id, 'receivable', -outstanding, debtor_id, obligation_id FROM annulling
UNION ALL
SELECT annulling.entry_id, concept.income_id, sum(line.amount), NULL, NULL
FROM annulling
JOIN treasury_line line ON line.obligation_id = annulling.obligation_id
JOIN treasury_concept concept ON concept.id = line.concept_id
GROUP BY annulling.entry_id, concept.income_id;
UPDATE treasury_balance balance
SET owed = balance.owed - change.owed
FROM (SELECT debtor_id, sum(outstanding) AS owed FROM annulling GROUP BY debtor_id) change
WHERE change.debtor_id = balance.party_id;
INSERT INTO treasury_remission (obligation_id, entry_id, kind, amount, legal_basis, reason)
SELECT obligation_id, entry_id, 'annulment', outstanding, %(basis)s, %(why)s
FROM annulling ORDER BY obligation_id
