-- One point of each place that is to be found in the territory.
SELECT ordinal, ST_X(point) AS longitude, ST_Y(point) AS latitude
FROM posting_charge, ST_PointOnSurface(place) point
WHERE place IS NOT NULL
