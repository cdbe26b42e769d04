-- Give every call of a run along the object the run's smallest label.
UPDATE works_staged staged
SET label = lowest.label
FROM (
    SELECT by_object, min(label) AS label FROM works_staged GROUP BY by_object
    HAVING min(label) <> max(label)
) lowest
WHERE lowest.by_object = staged.by_object AND staged.label <> lowest.label
