-- The least that stores the same bills in the same tables, with their constraints and indexes:
-- one entry, obligations, lines, legs, balances and bills; it checks nothing, and knows that
-- every meter was read in the two months and none was replaced.
WITH entry AS (
    INSERT INTO treasury_entry (kind, booked_on, recorded_at, recorded_by, why)
    VALUES ('charge', %(on)s, now(), 'bench', 'bench')
    RETURNING id
), used AS (
    SELECT account.id, account.connection_id, holding.party_id, tariff.id AS tariff_id,
           tariff.fixed_charge, tariff.fixed_price_id, now.value - before.value AS m3
    FROM water_account account
    JOIN water_holding holding ON holding.account_id = account.id
    JOIN water_tariff tariff
      ON tariff.operator_id = account.operator_id AND tariff.is_metered = account.is_metered
    LEFT JOIN water_reading now
      ON now.connection_id = account.connection_id AND now.period_id = %(period)s
    LEFT JOIN water_reading before
      ON before.connection_id = account.connection_id AND before.period_id = %(previous)s
    WHERE account.operator_id = %(operator)s
), line AS MATERIALIZED (
    SELECT id, 1 AS ordinal, fixed_price_id AS price_id, 1::numeric AS quantity,
           fixed_charge AS unit, fixed_charge AS amount
    FROM used
    UNION ALL
    SELECT used.id, 2 + row_number() OVER (PARTITION BY used.id ORDER BY block.cubic_metres),
           block.unit_price_id, part.quantity, block.unit_amount,
           round(part.quantity * block.unit_amount, 2)
    FROM used
    JOIN water_tariffblock block ON block.tariff_id = used.tariff_id
    CROSS JOIN LATERAL (
        SELECT least(used.m3, upper(block.cubic_metres)) - lower(block.cubic_metres)
            AS quantity
    ) part
    WHERE used.m3 > lower(block.cubic_metres)
), total AS (
    SELECT id, sum(amount) AS amount FROM line GROUP BY id
), owed AS (
    INSERT INTO treasury_obligation
        (key, concept_id, debtor_id, entry_id, charged_on, due_on, amount, outstanding,
         state, about_kind, about_id, place)
    SELECT 'water:' || used.id || ':2026-05', %(concept)s, used.party_id, entry.id, %(on)s,
           %(due_on)s, total.amount, total.amount, 'open', 'water.account', used.id::text,
           connection.position
    FROM entry, used
    JOIN total ON total.id = used.id
    JOIN water_connection connection ON connection.id = used.connection_id
    RETURNING id, debtor_id, amount, entry_id, about_id::bigint AS account_id
), lines AS (
    INSERT INTO treasury_line
        (obligation_id, ordinal, concept_id, price_id, text, quantity, unit_amount, amount)
    SELECT owed.id, line.ordinal, %(concept)s, line.price_id, 'Bench', line.quantity,
           line.unit, line.amount
    FROM owed JOIN line ON line.id = owed.account_id
), balance AS (
    INSERT INTO treasury_balance AS balance (party_id, owed, advances, refunds)
    SELECT debtor_id, sum(amount), 0, 0 FROM owed GROUP BY debtor_id
    ON CONFLICT (party_id) DO UPDATE SET owed = balance.owed + excluded.owed
), bill AS (
    INSERT INTO water_bill
        (account_id, period_id, tariff_id, basis, cubic_metres, credit, amount, issued_on,
         obligation_id)
    SELECT used.id, %(period)s, used.tariff_id,
           CASE WHEN used.m3 IS NULL THEN 'flat' ELSE 'read' END, used.m3, 0, owed.amount,
           %(on)s, owed.id
    FROM owed JOIN used ON used.id = owed.account_id
)
INSERT INTO treasury_leg (entry_id, account_id, amount, party_id, obligation_id)
SELECT entry_id, 'receivable', amount, debtor_id, id FROM owed
UNION ALL
SELECT entry_id, 'income-water.service', -sum(amount), NULL, NULL FROM owed GROUP BY entry_id
