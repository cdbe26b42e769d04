-- One corner per pair of named streets; two streets that meet twice have the first.
SELECT corner.street_id AS street, corner.crossing_id AS crossing, min(corner.id) AS id
FROM territory_corner corner
JOIN territory_street street ON street.id = corner.street_id AND street.name <> ''
JOIN territory_street crossing ON crossing.id = corner.crossing_id AND crossing.name <> ''
GROUP BY corner.street_id, corner.crossing_id
