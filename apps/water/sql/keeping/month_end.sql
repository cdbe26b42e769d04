-- Keeps what was added up as that of a month-end.
INSERT INTO water_monthend (day, debts, total, kept_by)
SELECT %(on)s, count(*), coalesce(sum(total), 0), %(by)s FROM kept_debt;
INSERT INTO water_monthenddebt (
    month_end_id, account_id, district_id, otb_id, zone_id, street_id, position, is_whole, obligations,
    total, "current", one, two, three_to_six, seven_to_twelve, older, age, oldest
)
SELECT
    %(on)s, account_id, district_id, otb_id, zone_id, street_id, position, is_whole, obligations,
    total, "current", one, two, three_to_six, seven_to_twelve, older, age, oldest
FROM kept_debt
