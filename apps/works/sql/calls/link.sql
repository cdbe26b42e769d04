-- Number the runs of calls that are one work, once along the process, once along the object.
-- Calls of one process are one work unless they speak of quite different things; calls of
-- equal objects are one work until a contract ends the wait or too many days pass
-- (docs/decisions/0006-what-one-work-is.md).
CREATE INDEX ON works_worded USING hash (object);
ANALYZE works_worded;
WITH ordered AS (
    SELECT staged.line, staged.process, worded.object_key, staged.called_on, staged.cuce,
           lag(worded.object_key) OVER by_process AS key_before,
           lag(staged.called_on) OVER by_object AS called_before,
           lag(staged.state) OVER by_object AS state_before
    FROM works_staged staged
    JOIN works_worded worded USING (object)
    WINDOW by_process AS (PARTITION BY staged.process ORDER BY staged.called_on, staged.cuce),
           by_object AS (PARTITION BY worded.object_key ORDER BY staged.called_on, staged.cuce)
), runs AS (
    SELECT line, process, object_key, called_on, cuce,
           key_before IS NOT NULL
               AND similarity(key_before, object_key) < %(alike)s AS breaks_process,
           called_on - called_before > CASE
               WHEN state_before IN ('contracted', 'awarded') THEN %(days_after_contract)s
               ELSE %(days_waiting)s
           END AS breaks_object
    FROM ordered
), counted AS (
    SELECT line, process, object_key,
           count(*) FILTER (WHERE breaks_process) OVER (
               PARTITION BY process ORDER BY called_on, cuce) AS process_run,
           count(*) FILTER (WHERE breaks_object) OVER (
               PARTITION BY object_key ORDER BY called_on, cuce) AS object_run
    FROM runs
), numbered AS (
    SELECT line,
           dense_rank() OVER (ORDER BY process, process_run) AS by_process,
           dense_rank() OVER (ORDER BY object_key, object_run) AS by_object,
           row_number() OVER (ORDER BY line) AS label
    FROM counted
)
UPDATE works_staged staged
SET by_process = numbered.by_process, by_object = numbered.by_object, label = numbered.label
FROM numbered
WHERE numbered.line = staged.line
