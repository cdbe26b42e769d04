-- OTBs with parcels, from the middle of the town outwards, with how many there are so far.
WITH middle AS (
    SELECT ST_Centroid(ST_Collect(ST_Centroid(footprint))) AS point
    FROM territory_parcel
), lived AS (
    SELECT otb.id, otb.name, count(*) AS parcels,
           otb.outline::geography <-> (SELECT point FROM middle)::geography AS away
    FROM territory_otb otb
    JOIN territory_parcel parcel ON parcel.otb_id = otb.id
    GROUP BY otb.id
)
SELECT id, name, parcels,
       sum(parcels) OVER (ORDER BY away, id) AS so_far
FROM lived
ORDER BY away, id
