-- The least that stores the same rows in the same tables, with their constraints and indexes:
-- one entry, obligations, lines, legs and balances, without checking or staging anything.
WITH entry AS (
    INSERT INTO treasury_entry (kind, booked_on, recorded_at, recorded_by, why)
    VALUES ('charge', %(on)s, now(), 'bench', 'bench')
    RETURNING id
), owed AS (
    INSERT INTO treasury_obligation
        (key, concept_id, debtor_id, entry_id, charged_on, due_on, amount, outstanding,
         state, about_kind, about_id)
    SELECT 'bench:' || party_id, %(concept)s, party_id, entry.id, %(on)s,
           %(on)s::date + 30, round(quantity * price.amount, 2),
           round(quantity * price.amount, 2), 'open', 'bench.account', party_id::text
    FROM bench_account, entry, treasury_price price
    WHERE price.id = %(price)s
    RETURNING id, debtor_id, amount, entry_id
), line AS (
    INSERT INTO treasury_line
        (obligation_id, ordinal, concept_id, price_id, text, quantity, unit_amount, amount)
    SELECT owed.id, 1, %(concept)s, %(price)s, 'Bench', account.quantity, price.amount,
           owed.amount
    FROM owed
    JOIN bench_account account ON account.party_id = owed.debtor_id
    CROSS JOIN treasury_price price
    WHERE price.id = %(price)s
), balance AS (
    INSERT INTO treasury_balance AS balance (party_id, owed, advances, refunds)
    SELECT debtor_id, sum(amount), 0, 0 FROM owed GROUP BY debtor_id
    ON CONFLICT (party_id) DO UPDATE SET owed = balance.owed + excluded.owed
)
INSERT INTO treasury_leg (entry_id, account_id, amount, party_id, obligation_id)
SELECT entry_id, 'receivable', amount, debtor_id, id FROM owed
UNION ALL
SELECT entry_id, 'income-bench', -sum(amount), NULL, NULL FROM owed GROUP BY entry_id
