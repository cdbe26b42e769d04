-- What each account owed at a month-end, as it was kept when the month was closed.
SELECT account_id, district_id, otb_id, zone_id, street_id, obligations, total, "current",
       one, two, three_to_six, seven_to_twelve, older, age::int AS class, oldest
FROM water_monthenddebt
WHERE month_end_id = %(on)s
  AND (%(things)s::text[] IS NULL OR account_id = ANY(%(things)s::text[]::bigint[]))
