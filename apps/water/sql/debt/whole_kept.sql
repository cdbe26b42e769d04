-- What whole.sql says of all debts of a kept month-end: added up when it was kept.
SELECT district_id, otb_id, zone_id, street_id, accounts, debtors, "current", one, two,
       three_to_six, seven_to_twelve, older
FROM water_monthendsum
WHERE month_end_id = %(on)s
