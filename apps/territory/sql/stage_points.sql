-- Working table for the points of one call of locate_many, and room to sort them in.
SET LOCAL work_mem = '128MB';
SET LOCAL maintenance_work_mem = '128MB';
SET LOCAL jit = off;
DROP TABLE IF EXISTS asked_raw, asked_point;
CREATE TEMPORARY TABLE asked_raw (ordinal int, longitude float8, latitude float8)
    ON COMMIT DROP
