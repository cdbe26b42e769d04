-- Puts connections where the territory has them now; rows that are right are not touched.
UPDATE water_connection connection
SET district_id = nullif(now.district_id, 0), zone_id = nullif(now.zone_id, 0),
    otb_id = nullif(now.otb_id, 0), street_id = nullif(now.street_id, 0)
FROM water_standing now
WHERE connection.id = now.id
  AND (connection.district_id, connection.zone_id, connection.otb_id, connection.street_id)
      IS DISTINCT FROM (nullif(now.district_id, 0), nullif(now.zone_id, 0),
                        nullif(now.otb_id, 0), nullif(now.street_id, 0))
