-- One point of each place: its own, or one on it.
SELECT ordinal, ST_X(point) AS longitude, ST_Y(point) AS latitude
FROM standing_place, ST_PointOnSurface(place) point
