-- Payments of the list that cannot be booked, and why; the first of them.
WITH later AS MATERIALIZED (
    SELECT id FROM treasury_entry WHERE booked_on > %(on)s::date
)
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
    FROM later
    JOIN treasury_leg leg ON leg.entry_id = later.id
    JOIN receiving_share share ON share.obligation_id = leg.obligation_id
    JOIN receiving ON receiving.entry_id = share.entry_id
) broken
ORDER BY key, fault
LIMIT 1
