-- The routes on which bills of a month are carried out, and how many on each.
SELECT route.id, route.code, route.name, count(*) AS bills
FROM water_bill bill
JOIN water_account account ON account.id = bill.account_id
JOIN water_routestop stop ON stop.connection_id = account.connection_id
JOIN water_route route ON route.id = stop.route_id
WHERE bill.period_id = %(period)s
GROUP BY route.id
ORDER BY route.name, route.id
