-- What each account owes today: as it is kept where that still holds, else added up anew; in a
-- box (EPSG:4326) only, if `west` … `north` name one. An account holds or moves as a whole: of
-- one that lies in two places, what is kept of the one is added up with the other.
-- NOT IN is one hash, however many accounts moved and whether the planner knows of it or not.
-- Reads the relations `moved_account` and `moved_debt` (of_accounts.sql over moved.sql).
SELECT account_id, district_id, otb_id, zone_id, street_id, position, is_whole, obligations,
       total, "current", one, two, three_to_six, seven_to_twelve, older, age::int AS class,
       oldest
FROM water_presentdebt
WHERE account_id NOT IN (SELECT account_id FROM moved_account)
  AND (%(west)s::float8 IS NULL
       OR position && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326))
UNION ALL
SELECT account_id, district_id, otb_id, zone_id, street_id, position, is_whole, obligations,
       total, "current", one, two, three_to_six, seven_to_twelve, older, class, oldest
FROM moved_debt
