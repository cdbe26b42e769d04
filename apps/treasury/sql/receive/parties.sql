-- Every row that stands for a debtor of the list: itself, its survivor, what was merged.
SELECT party.id
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
ORDER BY party.id
