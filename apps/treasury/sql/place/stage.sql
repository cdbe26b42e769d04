-- Every obligation with a place, as if it were posted anew: the same table, the same search.
INSERT INTO posting_charge
    (key, debtor_id, concept_id, due_on, about_kind, about_id, place, late_on_id)
SELECT key, debtor_id, concept_id, due_on, about_kind, about_id, place, id
FROM treasury_obligation
WHERE place IS NOT NULL
