-- How many places of an assignment lie in each OTB, the fullest first.
SELECT otb.id AS otb_id, count(*) AS items
FROM fieldwork_assignmentitem item
JOIN territory_otb otb ON ST_Intersects(otb.outline, item.place)
WHERE item.assignment_id = %(assignment)s
GROUP BY otb.id
ORDER BY items DESC, otb.id
