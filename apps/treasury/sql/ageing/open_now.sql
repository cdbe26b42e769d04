-- What is outstanding now, as it is kept beside each obligation.
SELECT id, debtor_id, concept_id, district_id, otb_id, zone_id, street_id, due_on,
       outstanding
FROM treasury_obligation
WHERE state = 'open'
