-- The ground of some OTBs as one shape, as hex-encoded EWKB; slivers between them closed.
SELECT ST_AsHEXEWKB(ST_Multi(ST_CollectionExtract(ST_MakeValid(
           ST_Buffer(ST_Buffer(ST_Union(outline), 0.0001), -0.0001)), 3))) AS shape
FROM territory_otb
WHERE id = ANY(%(otbs)s)
