-- Puts obligations where the territory has them now; rows that are right are not touched.
UPDATE treasury_obligation obligation
SET district_id = nullif(spot.district_id, 0), otb_id = nullif(spot.otb_id, 0),
    zone_id = nullif(spot.zone_id, 0), street_id = nullif(spot.street_id, 0)
FROM posting_charge charge
LEFT JOIN posting_spot spot ON spot.ordinal = charge.ordinal
WHERE obligation.id = charge.late_on_id
  AND (obligation.district_id, obligation.otb_id, obligation.zone_id, obligation.street_id)
      IS DISTINCT FROM (nullif(spot.district_id, 0), nullif(spot.otb_id, 0),
                        nullif(spot.zone_id, 0), nullif(spot.street_id, 0))
