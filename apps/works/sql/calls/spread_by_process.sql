-- Give every call of a run along the process the run's smallest label.
UPDATE works_staged staged
SET label = lowest.label
FROM (
    SELECT by_process, min(label) AS label FROM works_staged GROUP BY by_process
    HAVING min(label) <> max(label)
) lowest
WHERE lowest.by_process = staged.by_process AND staged.label <> lowest.label
