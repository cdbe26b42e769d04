-- One point of each place that is to be found in the territory; whoever stages may know some
-- already, and has put those into posting_spot.
SELECT ordinal, ST_X(point) AS longitude, ST_Y(point) AS latitude
FROM posting_charge charge, ST_PointOnSurface(place) point
WHERE place IS NOT NULL
  AND NOT EXISTS (SELECT FROM posting_spot spot WHERE spot.ordinal = charge.ordinal)
