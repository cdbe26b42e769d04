-- Tables that one placing of the works works in; they vanish with its transaction.
-- A spot is the rows a place stands on; many works may stand on one.
-- Compiling these queries would take longer than running them.
SET LOCAL jit = off;
CREATE TEMP TABLE works_placed (
    work_id bigint NOT NULL,
    ordinal int NOT NULL,
    spot bigint NOT NULL,
    words text NOT NULL,
    confidence float8 NOT NULL
) ON COMMIT DROP;
CREATE TEMP TABLE works_spot (
    spot bigint NOT NULL,
    level text NOT NULL,
    district_id bigint,
    otb_id bigint,
    landmark_id bigint,
    street_id bigint,
    corner_id bigint,
    bounds bigint[] NOT NULL
) ON COMMIT DROP;
CREATE TEMP TABLE works_summed (
    work_id bigint NOT NULL,
    district_numbers int[] NOT NULL,
    otb_names text[] NOT NULL
) ON COMMIT DROP
