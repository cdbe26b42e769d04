-- Code and shape (EPSG:4326) of every parcel, for work in arrays outside the database:
-- PostGIS has the shapes, the DEM is a file.
SELECT code, ST_AsBinary(footprint) AS shape
FROM territory_parcel
ORDER BY id
