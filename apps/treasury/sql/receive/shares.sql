-- What each payment settles: what its debtor owes, due first settled first, until the money
-- is spent. Duplicates of a debtor that were merged owe together.
INSERT INTO receiving_share
SELECT entry_id, id, owner_id, least(outstanding, amount - before) AS share
FROM (
    SELECT receiving.entry_id, receiving.amount, obligation.id, obligation.outstanding,
           obligation.debtor_id AS owner_id,
           coalesce(sum(obligation.outstanding) OVER (
               PARTITION BY receiving.entry_id ORDER BY obligation.due_on, obligation.id
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ), 0) AS before
    FROM receiving
    JOIN people_party asked ON asked.id = receiving.debtor_id
    CROSS JOIN LATERAL (
        SELECT asked.id
        UNION
        SELECT asked.survivor_id WHERE asked.survivor_id IS NOT NULL
        UNION
        SELECT other.id FROM people_party other
        WHERE other.survivor_id = coalesce(asked.survivor_id, asked.id)
    ) party
    JOIN treasury_obligation obligation
      ON obligation.debtor_id = party.id AND obligation.state = 'open'
) owed
WHERE before < amount;
ANALYZE receiving_share
