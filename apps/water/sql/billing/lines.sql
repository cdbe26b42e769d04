-- The lines of each staged account; what comes to nothing is none. `domain/tariffs.py` says
-- the same for one account.
INSERT INTO billing_line
SELECT *
FROM (
    SELECT account.account_id, 1, tariff.fixed_price_id, %(fixed)s::text, account.served,
           round(account.served * tariff.fixed_charge, 2) AS amount
    FROM billing_account account
    JOIN water_tariff tariff ON tariff.id = account.tariff_id
    WHERE account.fault IS NULL
    UNION ALL
    SELECT account.account_id,
           (2 * row_number() OVER (PARTITION BY account.account_id ORDER BY block.cubic_metres)
            + part.ordinal)::int,
           part.price_id,
           part.text || ' ' || trim_scale(lower(block.cubic_metres))
               || coalesce('–' || trim_scale(upper(block.cubic_metres)), '+') || ' m³',
           part.quantity, round(part.quantity * part.unit_amount, 2)
    FROM billing_account account
    JOIN water_tariffblock block ON block.tariff_id = account.tariff_id
    CROSS JOIN LATERAL (
        VALUES (0, block.entry_price_id, %(entry)s::text, 1, block.entry_charge),
               (1, block.unit_price_id, %(block)s::text,
                round(least(account.cubic_metres, upper(block.cubic_metres))
                      - lower(block.cubic_metres), 3), block.unit_amount)
    ) part (ordinal, price_id, text, quantity, unit_amount)
    WHERE account.fault IS NULL AND account.cubic_metres > lower(block.cubic_metres)
) line
WHERE amount > 0
