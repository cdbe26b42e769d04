-- Who is out on a day: assignments with what is done and left, per collector.
-- A thing is done when somebody sent an event about it that belongs to the assignment.
SELECT assignment.id,
       count(item.id) AS items,
       count(item.id) FILTER (WHERE seen.item_id IS NOT NULL) AS done,
       max(seen.latest) AS latest
FROM fieldwork_assignment assignment
LEFT JOIN fieldwork_assignmentitem item ON item.assignment_id = assignment.id
LEFT JOIN (
  SELECT item_id, max(happened_at) AS latest
  FROM fieldwork_event
  WHERE item_id IS NOT NULL
  GROUP BY item_id
) seen ON seen.item_id = item.id
WHERE assignment.id = ANY (%(assignments)s)
GROUP BY assignment.id
