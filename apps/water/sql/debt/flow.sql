-- What was billed in a month until the day `on` and what came in, in the parts of the
-- territory that were chosen. What was annulled was not billed; what was reversed did not
-- come in.
SELECT coalesce(sum(leg.amount) FILTER (
           WHERE entry.kind IN ('charge', 'annulment')), 0) AS billed,
       coalesce(-sum(leg.amount) FILTER (
           WHERE entry.kind IN ('payment', 'application', 'reversal')), 0) AS collected
FROM treasury_entry entry
JOIN treasury_leg leg ON leg.entry_id = entry.id
JOIN treasury_obligation obligation ON obligation.id = leg.obligation_id
LEFT JOIN water_account account ON account.id = CASE
    WHEN obligation.about_kind = 'water.account' THEN obligation.about_id::bigint END
LEFT JOIN water_connection connection ON connection.id = account.connection_id
LEFT JOIN territory_district seen ON seen.id = connection.district_id
WHERE entry.booked_on BETWEEN %(first)s AND %(on)s
  AND obligation.about_kind = 'water.account'
  AND (%(districts)s::int[] IS NULL OR seen.number = ANY(%(districts)s::int[]))
  AND (%(district)s::bigint IS NULL OR coalesce(obligation.district_id, 0) = %(district)s)
  AND (%(otb)s::bigint IS NULL OR coalesce(obligation.otb_id, 0) = %(otb)s)
  AND (%(zone)s::bigint IS NULL OR coalesce(obligation.zone_id, 0) = %(zone)s)
  AND (%(street)s::bigint IS NULL OR coalesce(obligation.street_id, 0) = %(street)s)
  AND (%(categories)s::text[] IS NULL OR account.category = ANY(%(categories)s::text[]))
