-- Works that were drawn for demonstration leave with their calls and places.
WITH demo AS (
    SELECT id FROM works_work WHERE source = 'demo'
), places AS (
    DELETE FROM works_workplace WHERE work_id IN (SELECT id FROM demo)
), calls AS (
    DELETE FROM works_call WHERE work_id IN (SELECT id FROM demo)
)
DELETE FROM works_work WHERE id IN (SELECT id FROM demo)
