-- The bills of a month along a route, or those of one run along all of them, in walking order,
-- with what is overdue besides.
SELECT coalesce(stop.ordinal, 0) AS ordinal, coalesce(route.name, '') AS route, account.number AS account_number, coalesce(party.name, '') AS holder,
       connection.address, account.category, coalesce(meter.serial, '') AS serial,
       last.value AS before, reading.value,
       bill.basis = 'estimated' AS is_estimated, bill.cubic_metres, bill.credit, bill.amount,
       coalesce(own.outstanding, 0) AS outstanding, coalesce(own.due_on, period.due_on) AS due_on,
       overdue.bills AS overdue_bills, overdue.outstanding AS overdue,
       EXISTS (
         SELECT FROM water_claim claim
         WHERE claim.account_id = account.id AND claim.closed_at IS NULL
       ) AS has_claim
FROM water_bill bill
JOIN water_account account ON account.id = bill.account_id
JOIN water_connection connection ON connection.id = account.connection_id
LEFT JOIN water_routestop stop ON stop.connection_id = connection.id
LEFT JOIN water_route route ON route.id = stop.route_id
JOIN water_period period ON period.id = bill.period_id
LEFT JOIN treasury_obligation own ON own.id = bill.obligation_id
LEFT JOIN LATERAL (
    SELECT party_id FROM water_holding
    WHERE account_id = account.id AND days && daterange(%(month)s, NULL)
    ORDER BY lower(days) LIMIT 1
) holding ON true
LEFT JOIN people_party party ON party.id = coalesce(own.debtor_id, holding.party_id)
LEFT JOIN LATERAL (
    SELECT read.meter_id, read.value FROM water_reading read
    WHERE read.connection_id = connection.id AND read.period_id = %(period)s
    ORDER BY read.id DESC LIMIT 1
) reading ON true
LEFT JOIN water_meter meter ON meter.id = reading.meter_id
LEFT JOIN LATERAL (
    SELECT earlier.value
    FROM water_reading earlier
    JOIN water_period month ON month.id = earlier.period_id
    WHERE earlier.meter_id = reading.meter_id AND month.month < %(month)s
    ORDER BY month.month DESC LIMIT 1
) last ON true
CROSS JOIN LATERAL (
    SELECT count(*) AS bills, coalesce(sum(owed.outstanding), 0) AS outstanding
    FROM treasury_obligation owed
    WHERE owed.about_kind = 'water.account' AND owed.about_id = account.id::text
      AND owed.state = 'open' AND owed.due_on < %(on)s
      AND owed.id IS DISTINCT FROM bill.obligation_id
) overdue
WHERE bill.period_id = %(period)s
  AND (%(route)s::bigint IS NULL OR stop.route_id = %(route)s)
  AND (%(run)s::bigint IS NULL OR bill.run_id = %(run)s)
ORDER BY route.name NULLS LAST, stop.ordinal, account.number
