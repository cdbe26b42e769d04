-- Bring territory_streetsegment to what was cut; rows that are right stay untouched.
WITH gone AS (
    DELETE FROM territory_streetsegment segment
    WHERE NOT EXISTS (
        SELECT FROM settle_segment cut
        WHERE cut.street_id = segment.street_id AND cut.ordinal = segment.ordinal
    )
)
INSERT INTO territory_streetsegment (street_id, ordinal, axis, axis_metric)
SELECT street_id, ordinal, ST_Transform(axis, 4326), axis
FROM settle_segment
ON CONFLICT (street_id, ordinal) DO UPDATE
    SET axis = EXCLUDED.axis, axis_metric = EXCLUDED.axis_metric
    WHERE territory_streetsegment.axis_metric IS DISTINCT FROM EXCLUDED.axis_metric
