-- The obligations themselves. In the order of their keys, so that two postings of the same
-- keys wait for each other instead of blocking each other; who comes second posts nothing.
-- Any one order does, so bytes are compared, which is quicker than Spanish.
WITH total AS (
    SELECT key, sum(amount) AS amount FROM posting_priced GROUP BY key
), fresh AS (
    INSERT INTO treasury_obligation
        (key, concept_id, debtor_id, entry_id, charged_on, due_on, amount, outstanding,
         state, about_kind, about_id, late_on_id, place, district_id, otb_id, zone_id,
         street_id)
    SELECT charge.key, charge.concept_id, charge.debtor_id, %(entry)s, %(on)s::date,
           charge.due_on, total.amount, total.amount, 'open', charge.about_kind,
           charge.about_id, charge.late_on_id, charge.place,
           nullif(spot.district_id, 0), nullif(spot.otb_id, 0), nullif(spot.zone_id, 0),
           nullif(spot.street_id, 0)
    FROM posting_charge charge
    JOIN total ON total.key = charge.key
    LEFT JOIN posting_spot spot ON spot.ordinal = charge.ordinal
    ORDER BY charge.key COLLATE "C"
    ON CONFLICT (key) DO NOTHING
    RETURNING id, key, debtor_id, amount
)
INSERT INTO posting_posted SELECT id, key, debtor_id, amount FROM fresh
