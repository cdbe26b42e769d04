-- Where the new connections are.
SELECT ordinal, ST_X(position) AS longitude, ST_Y(position) AS latitude
FROM padron_new
