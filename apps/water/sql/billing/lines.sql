-- The lines of each staged account; what comes to nothing is none. `domain/tariffs.py` says
-- the same for one account. What a block charges on entering and for each cubic metre is
-- numbered and named once for the tariff, not once for each of its accounts.
WITH part AS MATERIALIZED (
    SELECT block.tariff_id, lower(block.cubic_metres) AS low, upper(block.cubic_metres) AS high,
           (2 * row_number() OVER (PARTITION BY block.tariff_id ORDER BY block.cubic_metres)
            + charged.ordinal)::int AS ordinal,
           charged.price_id, charged.unit_amount, charged.is_by_quantity,
           charged.text || ' ' || trim_scale(lower(block.cubic_metres))
               || coalesce('–' || trim_scale(upper(block.cubic_metres)), '+') || ' m³' AS text
    FROM water_tariffblock block
    JOIN water_tariff tariff ON tariff.id = block.tariff_id
    CROSS JOIN LATERAL (
        VALUES (0, block.entry_price_id, %(entry)s::text, block.entry_charge, false),
               (1, block.unit_price_id, %(block)s::text, block.unit_amount, true)
    ) charged (ordinal, price_id, text, unit_amount, is_by_quantity)
    WHERE tariff.operator_id = %(operator)s
)
INSERT INTO billing_line
SELECT *
FROM (
    SELECT account.account_id, 1, tariff.fixed_price_id, %(fixed)s::text, account.served,
           round(account.served * tariff.fixed_charge, 2) AS amount
    FROM billing_account account
    JOIN water_tariff tariff ON tariff.id = account.tariff_id
    WHERE account.fault IS NULL
    UNION ALL
    SELECT account.account_id, part.ordinal, part.price_id, part.text, used.quantity,
           round(used.quantity * part.unit_amount, 2)
    FROM billing_account account
    JOIN part ON part.tariff_id = account.tariff_id AND account.cubic_metres > part.low
    CROSS JOIN LATERAL (
        SELECT CASE WHEN part.is_by_quantity
                    THEN round(least(account.cubic_metres, part.high) - part.low, 3)
                    ELSE 1 END AS quantity
    ) used
    WHERE account.fault IS NULL
) line
WHERE amount > 0
