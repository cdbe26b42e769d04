-- Adds copies of the town's blocks with their parcels, each copy east of the one before,
-- until there are so many parcels.
WITH wanted AS (
  SELECT greatest(%(count)s::int - count(*), 0) AS parcels,
         generate_series(1, ceil(%(count)s::float8 / count(*))::int - 1) AS copy
  FROM territory_parcel
), block AS (
  INSERT INTO territory_block (code, use, footprint, source, certainty)
  SELECT code || '+' || copy, use, ST_Translate(footprint, copy * 0.2, 0), 'bench', 'drawn'
  FROM territory_block, wanted
  RETURNING id, code
)
INSERT INTO territory_parcel
  (code, block_id, district_id, otb_id, footprint, source, certainty)
SELECT parcel.code || '+' || copy, block.id, parcel.district_id, parcel.otb_id,
       ST_Translate(parcel.footprint, copy * 0.2, 0), 'bench', 'drawn'
FROM wanted, territory_parcel AS parcel, territory_block AS original, block
WHERE original.id = parcel.block_id AND block.code = original.code || '+' || copy
ORDER BY copy, parcel.id
LIMIT (SELECT max(parcels) FROM wanted)
