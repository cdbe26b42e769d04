-- Centre lines of the streets around the places of an assignment, for finding a way on the
-- telephone: those within some 150 m (0.0015 degrees, so that the index is used) of a place.
-- Five decimals of a degree are one metre.
SELECT DISTINCT ON (segment.id) ST_AsGeoJSON(segment.axis, 5) AS line
FROM fieldwork_assignmentitem item
JOIN territory_streetsegment segment ON ST_DWithin(segment.axis, item.place, 0.0015)
WHERE item.assignment_id = %(assignment)s
ORDER BY segment.id
LIMIT 20000
