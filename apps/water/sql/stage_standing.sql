-- Where connections stand, until the transaction ends; 0 for none.
CREATE TEMPORARY TABLE IF NOT EXISTS water_standing (
    id bigint NOT NULL,
    district_id bigint NOT NULL,
    zone_id bigint NOT NULL,
    otb_id bigint NOT NULL,
    street_id bigint NOT NULL
) ON COMMIT DELETE ROWS;
TRUNCATE water_standing
