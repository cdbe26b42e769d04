-- Put every OTB in the district that holds most of its ground.
-- Areas are compared within one OTB only, so square degrees are as good as metres.
UPDATE territory_otb otb
SET district_id = best.district_id
FROM (
    SELECT DISTINCT ON (otb.id) otb.id, district.id AS district_id
    FROM territory_otb otb
    LEFT JOIN territory_district district ON ST_Intersects(district.outline, otb.outline)
    ORDER BY otb.id, ST_Area(ST_Intersection(district.outline, otb.outline)) DESC NULLS LAST,
             district.number
) best
WHERE best.id = otb.id AND otb.district_id IS DISTINCT FROM best.district_id
