-- Every connection with its point.
SELECT id, ST_X(position) AS longitude, ST_Y(position) AS latitude
FROM water_connection
ORDER BY id
