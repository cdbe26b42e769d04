-- Parcels of some OTBs that may have a tap: in the order of their codes, with their door or
-- a point inside.
SELECT parcel.code, ST_X(spot.point) AS longitude, ST_Y(spot.point) AS latitude,
       coalesce(door.text, '') AS address, block.use
FROM territory_parcel parcel
JOIN territory_block block ON block.id = parcel.block_id
LEFT JOIN LATERAL (
    SELECT street.name || ' ' || address.number AS text, address.position
    FROM territory_address address
    JOIN territory_street street ON street.id = address.street_id
    WHERE address.parcel_id = parcel.id ORDER BY address.id LIMIT 1
) door ON true
CROSS JOIN LATERAL (
    SELECT coalesce(
        ST_ClosestPoint(ST_Buffer(parcel.footprint, -0.000005), door.position),
        ST_PointOnSurface(parcel.footprint)
    ) AS point
) spot
WHERE parcel.otb_id = ANY(%(otbs)s)
ORDER BY md5(parcel.code)
LIMIT %(most)s
