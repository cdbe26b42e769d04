-- What is outstanding now of some accounts, in the place of the treasury's `open_obligation`;
-- in a box (EPSG:4326) only, if `west` … `north` name one.
-- Reads the relation `moved_account`.
SELECT owed.id, owed.debtor_id, owed.concept_id, owed.district_id, owed.otb_id, owed.zone_id,
       owed.street_id, owed.due_on, owed.outstanding, owed.about_kind, owed.about_id
FROM moved_account moved
JOIN treasury_obligation owed
  ON owed.about_kind = 'water.account' AND owed.about_id = moved.account_id::text
 AND owed.state = 'open'
WHERE %(west)s::float8 IS NULL OR EXISTS (
    SELECT FROM water_account account
    JOIN water_connection connection ON connection.id = account.connection_id
    WHERE account.id = moved.account_id
      AND connection.position && ST_MakeEnvelope(
          %(west)s, %(south)s, %(east)s, %(north)s, 4326))
