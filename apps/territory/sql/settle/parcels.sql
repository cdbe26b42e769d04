-- Put every parcel in the district, and in the smallest OTB, that hold a point of its
-- inside. Areas order OTBs that lie on the same ground, so square degrees are enough.
WITH parcel AS MATERIALIZED (
    SELECT id, ST_PointOnSurface(footprint) AS inside FROM territory_parcel
), in_district AS (
    SELECT DISTINCT ON (parcel.id) parcel.id, district.id AS district_id
    FROM parcel
    JOIN territory_district district ON ST_Intersects(district.outline, parcel.inside)
    ORDER BY parcel.id, district.number
), in_otb AS (
    SELECT DISTINCT ON (parcel.id) parcel.id, otb.id AS otb_id
    FROM parcel
    JOIN territory_otb otb ON ST_Intersects(otb.outline, parcel.inside)
    ORDER BY parcel.id, ST_Area(otb.outline), otb.id
), best AS (
    SELECT parcel.id, district_id, otb_id
    FROM parcel
    LEFT JOIN in_district USING (id)
    LEFT JOIN in_otb USING (id)
)
UPDATE territory_parcel parcel
SET district_id = best.district_id, otb_id = best.otb_id
FROM best
WHERE best.id = parcel.id
  AND (parcel.district_id, parcel.otb_id) IS DISTINCT FROM (best.district_id, best.otb_id)
