-- Calls the register already holds take part in deciding what one work is.
INSERT INTO works_staged (line, cuce, base, process, object, modality, state, called_on,
                          published_on, bids_due_on, decided_on, work_id)
SELECT -call.id, call.cuce,
       array_to_string((string_to_array(call.cuce, '-'))[1:4], '-'),
       array_to_string((string_to_array(call.cuce, '-'))[2:4], '-'),
       call.object, call.modality, call.state,
       coalesce(call.published_on, make_date(2000 + left(call.cuce, 2)::int, 1, 1)),
       call.published_on, call.bids_due_on, call.decided_on, call.work_id
FROM works_call call
JOIN works_work work ON work.id = call.work_id
WHERE work.source = %(source)s
  AND NOT EXISTS (SELECT FROM works_staged staged WHERE staged.cuce = call.cuce);
UPDATE works_staged staged
SET work_id = call.work_id
FROM works_call call
WHERE call.cuce = staged.cuce AND staged.work_id IS NULL;
ANALYZE works_staged
