-- Tables that one import of calls works in; they vanish with its transaction.
-- Compiling these queries would take longer than running them.
SET LOCAL jit = off;
CREATE TEMP TABLE works_staged (
    line bigint NOT NULL,
    cuce text NOT NULL,
    base text NOT NULL,
    process text NOT NULL,
    object text NOT NULL,
    modality text NOT NULL,
    state text NOT NULL,
    called_on date NOT NULL,
    published_on date,
    bids_due_on date,
    decided_on date,
    work_id bigint,
    by_process bigint,
    by_object bigint,
    label bigint
) ON COMMIT DROP;
CREATE TEMP TABLE works_worded (
    object text NOT NULL,
    repaired text NOT NULL,
    object_key text NOT NULL,
    kind text NOT NULL,
    is_doubtful boolean NOT NULL
) ON COMMIT DROP
