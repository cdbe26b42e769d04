-- Keeps what was added up as what is owed now.
DELETE FROM water_presentdebt WHERE account_id IN (SELECT account_id FROM moved_account);
INSERT INTO water_presentdebt (
    first_day, end_day, account_id, district_id, otb_id, zone_id, street_id, position, is_whole, obligations,
    total, "current", one, two, three_to_six, seven_to_twelve, older, age, oldest
)
SELECT
    %(on)s, end_day, account_id, district_id, otb_id, zone_id, street_id, position, is_whole, obligations,
    total, "current", one, two, three_to_six, seven_to_twelve, older, age, oldest
FROM kept_debt
