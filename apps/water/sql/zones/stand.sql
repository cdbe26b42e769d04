-- Says of every connection of an operator in which of its pressure zones it lies; where two
-- overlap the first one counts, as for whoever asks who supplies a house. Only those that lie
-- in another one now are written.
WITH stands AS (
    SELECT connection.id, zone.id AS zone_id
    FROM water_connection connection
    LEFT JOIN LATERAL (
        SELECT id FROM water_pressurezone
        WHERE operator_id = %(operator)s AND ST_Covers(outline, connection.position)
        ORDER BY id LIMIT 1
    ) zone ON true
    WHERE connection.operator_id = %(operator)s
)
UPDATE water_connection connection
SET pressure_zone_id = stands.zone_id
FROM stands
WHERE stands.id = connection.id
  AND connection.pressure_zone_id IS DISTINCT FROM stands.zone_id
