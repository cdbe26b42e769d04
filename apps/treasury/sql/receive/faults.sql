-- Payments of the list that cannot be booked, and why; the first of them.
SELECT key, fault
FROM (
    SELECT key, 'twice' AS fault
    FROM (SELECT key, count(*) OVER (PARTITION BY debtor_id) AS times FROM receiving) told
    WHERE times > 1
    UNION ALL
    SELECT key, 'much'
    FROM receiving
    WHERE amount > coalesce(
        (SELECT sum(share) FROM receiving_share share WHERE share.entry_id = receiving.entry_id),
        0
    )
    UNION ALL
    SELECT receiving.key, 'early'
    FROM receiving
    JOIN receiving_share share ON share.entry_id = receiving.entry_id
    JOIN treasury_leg leg ON leg.obligation_id = share.obligation_id
    JOIN treasury_entry entry ON entry.id = leg.entry_id
    WHERE entry.booked_on > %(on)s::date
) broken
ORDER BY key, fault
LIMIT 1
