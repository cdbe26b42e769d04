-- Every call, under its work; rows that stay as they are are not touched.
WITH written AS (
    INSERT INTO works_call AS call (cuce, work_id, object, modality, state, published_on,
                                    bids_due_on, decided_on)
    SELECT staged.cuce, work.id, worded.repaired, staged.modality, staged.state,
           staged.published_on, staged.bids_due_on, staged.decided_on
    FROM works_staged staged
    JOIN works_named named USING (cuce)
    JOIN works_worded worded USING (object)
    JOIN works_work work ON work.code = named.code
    ORDER BY staged.called_on, staged.cuce
    ON CONFLICT (cuce) DO UPDATE
    SET object = excluded.object, modality = excluded.modality, state = excluded.state,
        published_on = excluded.published_on, bids_due_on = excluded.bids_due_on,
        decided_on = excluded.decided_on
    WHERE (call.object, call.modality, call.state, call.published_on, call.bids_due_on,
           call.decided_on)
        IS DISTINCT FROM
          (excluded.object, excluded.modality, excluded.state, excluded.published_on,
           excluded.bids_due_on, excluded.decided_on)
    RETURNING (xmax = 0) AS is_new
)
SELECT count(*) FILTER (WHERE is_new) AS added, count(*) FILTER (WHERE NOT is_new) AS changed
FROM written
