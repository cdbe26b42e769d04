-- What came in for the stands of an offering that were sold, by day and tariff. Each
-- payment is spread over the lines of what it paid in proportion, by differences of rounded
-- running totals, so that the parts add up to the payment to the centavo. Not the ORM: that
-- window. Amounts in bolivianos.
WITH owed AS (
    SELECT obligation.id, obligation.amount
    FROM allocation_hold hold
    JOIN treasury_obligation obligation ON obligation.id = hold.obligation_id
    WHERE hold.offering_id = %(offering)s AND hold.outcome = 'sold'
), share AS (
    SELECT
        line.obligation_id, coalesce(price.variant, '') AS tariff, owed.amount AS whole,
        line.amount AS part,
        sum(line.amount) OVER (PARTITION BY owed.id ORDER BY line.ordinal) AS until
    FROM owed
    JOIN treasury_line line ON line.obligation_id = owed.id
    LEFT JOIN treasury_price price ON price.id = line.price_id
), moved AS (
    SELECT entry.booked_on AS day, leg.obligation_id, -sum(leg.amount) AS amount
    FROM owed
    JOIN treasury_leg leg ON leg.obligation_id = owed.id
    JOIN treasury_entry entry ON entry.id = leg.entry_id
    LEFT JOIN treasury_entry undone ON undone.id = entry.reverses_id
    WHERE coalesce(undone.kind, entry.kind) IN ('payment', 'application')
    GROUP BY entry.booked_on, leg.obligation_id
)
SELECT
    day, tariff,
    sum(
        round(moved.amount * until / whole, 2) - round(moved.amount * (until - part) / whole, 2)
    ) AS amount
FROM moved
JOIN share ON share.obligation_id = moved.obligation_id
GROUP BY day, tariff
ORDER BY day, tariff
