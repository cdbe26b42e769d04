-- What was outstanding at the end of a day, computed from the entries booked until then; of
-- one kind of thing, or of some things of it only, if `about` and `things` name them.
SELECT obligation.id, obligation.debtor_id, obligation.concept_id, obligation.district_id,
       obligation.otb_id, obligation.zone_id, obligation.street_id, obligation.due_on,
       booked.outstanding, obligation.about_kind, obligation.about_id
FROM (
    SELECT leg.obligation_id, sum(leg.amount) AS outstanding
    FROM treasury_leg leg
    JOIN treasury_entry entry ON entry.id = leg.entry_id
    WHERE leg.obligation_id IS NOT NULL AND entry.booked_on <= %(on)s
      AND (%(things)s::text[] IS NULL OR leg.obligation_id IN (
          SELECT id FROM treasury_obligation
          WHERE about_kind = %(about)s AND about_id = ANY(%(things)s::text[])))
    GROUP BY leg.obligation_id
    HAVING sum(leg.amount) <> 0
) booked
JOIN treasury_obligation obligation ON obligation.id = booked.obligation_id
WHERE %(about)s::text IS NULL OR obligation.about_kind = %(about)s
