-- The entry's legs: what each debtor owes now, against the income of each concept.
INSERT INTO treasury_leg (entry_id, account_id, amount, party_id, obligation_id)
SELECT %(entry)s, 'receivable', amount, debtor_id, id
FROM posting_posted
UNION ALL
SELECT %(entry)s, concept.income_id, -sum(line.amount), NULL, NULL
FROM posting_posted posted
JOIN posting_priced line ON line.key = posted.key
JOIN treasury_concept concept ON concept.id = line.concept_id
GROUP BY concept.income_id
