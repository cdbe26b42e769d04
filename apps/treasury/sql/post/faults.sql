-- Staged charges that cannot be booked, and why; the first few of them.
SELECT key, min(fault) AS fault
FROM (
    SELECT charge.key, 'lines' AS fault
    FROM posting_charge charge
    WHERE NOT EXISTS (SELECT FROM posting_priced line WHERE line.key = charge.key)
    UNION ALL
    SELECT line.key, 'price'
    FROM posting_priced line
    WHERE line.unit_amount IS NULL
    UNION ALL
    SELECT line.key, 'amount'
    FROM posting_priced line
    WHERE line.amount <= 0 OR line.amount > 999999999999.99
    UNION ALL
    SELECT line.key, 'days'
    FROM posting_priced line
    JOIN posting_charge charge ON charge.key = line.key
    WHERE NOT line.days @> coalesce(charge.priced_on, %(on)s::date)
    UNION ALL
    SELECT key, 'due' FROM posting_charge WHERE due_on < %(on)s::date
    UNION ALL
    SELECT key, 'about'
    FROM posting_charge
    WHERE about_kind = '' OR about_id = '' OR key = ''
    UNION ALL
    SELECT key, 'place'
    FROM posting_charge
    WHERE place IS NOT NULL AND (ST_IsEmpty(place) OR NOT ST_IsValid(place))
    UNION ALL
    SELECT key, 'twice' FROM posting_charge GROUP BY key HAVING count(*) > 1
    UNION ALL
    SELECT charge.key, 'debtor'
    FROM posting_charge charge
    WHERE NOT EXISTS (SELECT FROM people_party party WHERE party.id = charge.debtor_id)
    UNION ALL
    SELECT charge.key, 'concept'
    FROM posting_charge charge
    WHERE NOT EXISTS (
        SELECT FROM treasury_concept concept WHERE concept.id = charge.concept_id
    )
) broken
GROUP BY key
ORDER BY key
LIMIT 5
