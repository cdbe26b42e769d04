-- Put every block in the district that holds a point of its inside.
UPDATE territory_block block
SET district_id = best.district_id
FROM (
    SELECT DISTINCT ON (block.id) block.id, district.id AS district_id
    FROM (SELECT id, ST_PointOnSurface(footprint) AS inside FROM territory_block) block
    LEFT JOIN territory_district district ON ST_Intersects(district.outline, block.inside)
    ORDER BY block.id, district.number
) best
WHERE best.id = block.id AND block.district_id IS DISTINCT FROM best.district_id
