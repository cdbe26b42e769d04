-- Notices of debt of a whole route: to accounts that have a bill of the period and owe
-- something overdue, where no complaint stays collection; once a day.
INSERT INTO water_notice (account_id, kind, delivered_at, delivery, delivered_by)
SELECT account.id, 'debt', %(at)s, 'posted', %(by)s
FROM water_routestop stop
JOIN water_account account ON account.connection_id = stop.connection_id
JOIN water_bill bill ON bill.account_id = account.id AND bill.period_id = %(period)s
WHERE stop.route_id = %(route)s
  AND EXISTS (
    SELECT FROM treasury_obligation owed
    WHERE owed.about_kind = 'water.account' AND owed.about_id = account.id::text
      AND owed.state = 'open' AND owed.due_on < %(on)s)
  AND NOT EXISTS (
    SELECT FROM water_claim claim
    WHERE claim.account_id = account.id AND claim.closed_at IS NULL)
  AND NOT EXISTS (
    SELECT FROM water_notice notice
    WHERE notice.account_id = account.id AND notice.delivered_by = %(by)s
      AND notice.delivered_at > %(at)s::timestamptz - interval '1 day')
ORDER BY stop.ordinal
