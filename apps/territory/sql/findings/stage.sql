-- Working table for the findings of this run.
DROP TABLE IF EXISTS finding_now;
CREATE TEMPORARY TABLE finding_now (
    kind text, text text, square_metres float8, shape geometry
) ON COMMIT DROP
