-- What is outstanding now, as it is kept beside each obligation; of one kind of thing, or of
-- some things of it only, if `about` and `things` name them.
SELECT id, debtor_id, concept_id, district_id, otb_id, zone_id, street_id, due_on,
       outstanding, about_kind, about_id
FROM treasury_obligation
WHERE state = 'open'
  AND (%(about)s::text IS NULL OR about_kind = %(about)s)
  AND (%(things)s::text[] IS NULL OR about_id = ANY(%(things)s::text[]))
