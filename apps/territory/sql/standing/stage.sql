-- The places that are looked for again, each once, and what was found there (0 for none),
-- until the transaction ends.
CREATE TEMPORARY TABLE IF NOT EXISTS standing_place (
    ordinal int GENERATED ALWAYS AS IDENTITY,
    place geometry(Geometry, 4326) NOT NULL
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS standing_found (
    ordinal int NOT NULL,
    district_id bigint NOT NULL,
    zone_id bigint NOT NULL,
    otb_id bigint NOT NULL,
    street_id bigint NOT NULL
) ON COMMIT DELETE ROWS;
DELETE FROM standing_place;
DELETE FROM standing_found
