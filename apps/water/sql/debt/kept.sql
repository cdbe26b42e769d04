-- What each account owed at a month-end, as it was kept when the month was closed; in a box
-- (EPSG:4326) only, if `west` … `north` name one.
SELECT account_id, district_id, otb_id, zone_id, street_id, position, is_whole, obligations,
       total, "current", one, two, three_to_six, seven_to_twelve, older, age::int AS class,
       oldest
FROM water_monthenddebt
WHERE month_end_id = %(on)s
  AND (%(west)s::float8 IS NULL
       OR position && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326))
