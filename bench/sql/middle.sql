-- Longitude and latitude of the middle of the town's parcels.
SELECT avg(ST_X(ST_PointOnSurface(footprint))), avg(ST_Y(ST_PointOnSurface(footprint)))
FROM territory_parcel
