-- Parts of OTBs that lie in a district other than their own: at least `least_m2` square
-- metres and `least_share` of the OTB.
INSERT INTO finding_now
SELECT 'otb-crosses-district', left(otb || ' · D-' || number, 260), square_metres, ground
FROM (
    SELECT otb.name AS otb, district.number, ground,
           ST_Area(ground::geography) AS square_metres,
           ST_Area(otb.outline::geography) AS otb_m2
    FROM territory_otb otb
    JOIN territory_district district
      ON district.id <> otb.district_id AND ST_Intersects(district.outline, otb.outline),
    LATERAL (
        SELECT ST_CollectionExtract(ST_Intersection(otb.outline, district.outline), 3)
            AS ground
    ) part
    WHERE NOT ST_IsEmpty(ground)
) reaching
WHERE square_metres >= %(least_m2)s AND square_metres >= %(least_share)s * otb_m2
