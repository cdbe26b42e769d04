-- What accounts that owe in one place only owe where district, OTB, zone and street meet.
-- Reads the relation `chosen`.
SELECT district_id, otb_id, zone_id, street_id,
       count(*) AS accounts, count(*) FILTER (WHERE class > 0) AS debtors,
       sum("current") AS "current", sum(one) AS one, sum(two) AS two,
       sum(three_to_six) AS three_to_six, sum(seven_to_twelve) AS seven_to_twelve,
       sum(older) AS older
FROM chosen
WHERE is_whole
GROUP BY district_id, otb_id, zone_id, street_id
