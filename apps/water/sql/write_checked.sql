-- Puts what was found on parcels that are gone onto those that lie there now.
UPDATE water_parcelcheck seen
SET parcel_id = parcel.id
FROM territory_parcel parcel
WHERE seen.parcel_id IS NULL AND ST_Covers(parcel.footprint, seen.position)
