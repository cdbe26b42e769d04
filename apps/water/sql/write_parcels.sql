-- Puts connections without a parcel on the one around them, or the one whose door they are: a tap
-- stands at the fence.
UPDATE water_connection connection
SET parcel_id = found.parcel_id
FROM (
    SELECT lost.id, parcel.id AS parcel_id
    FROM water_connection lost
    CROSS JOIN LATERAL (
        SELECT id FROM territory_parcel
        WHERE ST_DWithin(footprint, lost.position, 0.00003)
        ORDER BY footprint <-> lost.position, id LIMIT 1
    ) parcel
    WHERE lost.parcel_id IS NULL
) found
WHERE connection.id = found.id
