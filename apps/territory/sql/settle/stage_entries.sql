-- Working table that COPY fills with the gazetteer as it should be.
DROP TABLE IF EXISTS settle_entry;
CREATE TEMPORARY TABLE settle_entry (
    label text, key text, sound text, kind text, target bigint, district_number smallint,
    weight float8, longitude float8, latitude float8
) ON COMMIT DROP
