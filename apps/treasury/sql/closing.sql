-- Balances of all accounts at the end of a month, and what moved in it, in a fixed order.
SELECT leg.account_id AS account,
       coalesce(sum(leg.amount) FILTER (WHERE entry.booked_on < %(first)s), 0) AS before,
       coalesce(sum(leg.amount) FILTER (
           WHERE entry.booked_on >= %(first)s AND leg.amount > 0), 0) AS debits,
       coalesce(sum(leg.amount) FILTER (
           WHERE entry.booked_on >= %(first)s AND leg.amount < 0), 0) AS credits,
       sum(leg.amount) AS after
FROM treasury_leg leg
JOIN treasury_entry entry ON entry.id = leg.entry_id
WHERE entry.booked_on < %(next)s
GROUP BY leg.account_id
ORDER BY leg.account_id COLLATE "C"
