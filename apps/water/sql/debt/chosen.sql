-- The debts that somebody chose to see. A filter that is not set is NULL and folds away, and
-- with it the join that only it reads; joins are outer ones, so that no debt is lost that has
-- no account beside it.
-- A promise is broken when less than was promised came in until the day it was made for.
-- Reads the relation `debt` (of_accounts.sql or kept.sql).
SELECT debt.*
FROM debt
LEFT JOIN water_account account ON account.id = debt.account_id
LEFT JOIN water_connection connection ON connection.id = account.connection_id
LEFT JOIN territory_district seen ON seen.id = connection.district_id
WHERE (%(districts)s::int[] IS NULL OR seen.number = ANY(%(districts)s::int[]))
  AND (%(district)s::bigint IS NULL OR coalesce(debt.district_id, 0) = %(district)s)
  AND (%(otb)s::bigint IS NULL OR coalesce(debt.otb_id, 0) = %(otb)s)
  AND (%(zone)s::bigint IS NULL OR coalesce(debt.zone_id, 0) = %(zone)s)
  AND (%(street)s::bigint IS NULL OR coalesce(debt.street_id, 0) = %(street)s)
  AND (%(classes)s::int[] IS NULL OR debt.class = ANY(%(classes)s::int[]))
  AND (%(least)s::numeric IS NULL OR debt.total - debt."current" >= %(least)s)
  AND (%(most)s::numeric IS NULL OR debt.total - debt."current" <= %(most)s)
  AND (%(categories)s::text[] IS NULL OR account.category = ANY(%(categories)s::text[]))
  AND (%(area)s::text IS NULL
       OR ST_Intersects(connection.position, ST_GeomFromText(%(area)s, 4326)))
  AND (%(since)s::timestamptz IS NULL OR NOT EXISTS (
      SELECT FROM water_visit visit
      WHERE visit.account_id = debt.account_id
        AND visit.made_at >= %(since)s::timestamptz
        AND visit.made_at < %(until)s::timestamptz))
  AND (NOT %(broken)s OR EXISTS (
      SELECT FROM water_visit visit
      JOIN water_promise promise ON promise.visit_id = visit.id
      WHERE visit.account_id = debt.account_id
        AND promise.due_on < %(on)s
        AND promise.amount > (
            SELECT coalesce(-sum(leg.amount), 0)
            FROM treasury_obligation obligation
            JOIN treasury_leg leg ON leg.obligation_id = obligation.id
            JOIN treasury_entry entry ON entry.id = leg.entry_id
            WHERE obligation.about_kind = 'water.account'
              AND obligation.about_id = debt.account_id::text
              AND entry.kind IN ('payment', 'application', 'reversal')
              AND entry.booked_on BETWEEN promise.made_on AND promise.due_on)))
