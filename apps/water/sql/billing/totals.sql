-- What each staged account comes to, and how much of it days without water took off; what
-- lacks to the minimum becomes a line.
WITH asked AS (
    SELECT account.account_id, tariff.fixed_charge, tariff.minimum, tariff.minimum_price_id,
           account.served, coalesce(sum(line.amount), 0) AS amount,
           round(account.served * tariff.minimum, 2) AS least,
           round(account.served * tariff.fixed_charge, 2) AS fixed
    FROM billing_account account
    JOIN water_tariff tariff ON tariff.id = account.tariff_id
    LEFT JOIN billing_line line ON line.account_id = account.account_id
    WHERE account.fault IS NULL
    GROUP BY account.account_id, tariff.id
), lacking AS (
    INSERT INTO billing_line
    SELECT account_id, 0, minimum_price_id, %(minimum)s::text, least - amount, least - amount
    FROM asked
    WHERE amount < least
)
INSERT INTO billing_total
SELECT account_id, greatest(amount, least),
       greatest(amount - fixed + fixed_charge, minimum) - greatest(amount, least)
FROM asked
