-- What whole.sql says of all that is owed today: the sums of what is kept, less what is kept of
-- accounts that moved since; what those owe now has a row for each account in present.sql.
-- Reads the relation `moved_account`.
SELECT district_id, otb_id, zone_id, street_id, accounts, debtors, "current", one, two,
       three_to_six, seven_to_twelve, older
FROM water_presentsum
UNION ALL
SELECT district_id, otb_id, zone_id, street_id, -1, -(age > 0)::int, -"current", -one, -two,
       -three_to_six, -seven_to_twelve, -older
FROM water_presentdebt
WHERE is_whole AND account_id IN (SELECT account_id FROM moved_account)
