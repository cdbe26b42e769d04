-- Adds up what is to be kept, in the order in which it is read.
-- Reads the relation `debt`.
INSERT INTO kept_debt
SELECT account_id, district_id, otb_id, zone_id, street_id, position,
       count(*) OVER (PARTITION BY account_id) = 1, obligations, total, "current", one, two,
       three_to_six, seven_to_twelve, older, class, oldest, end_day
FROM debt
ORDER BY account_id
