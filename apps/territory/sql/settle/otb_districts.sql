-- Put every OTB in the district that holds most of its ground. Where that would give two
-- of one name to a district, the surer or else the larger one belongs there and the other
-- to none, until somebody gives it the name that tells them apart (a finding says so).
-- Areas are compared within one OTB only, so square degrees are as good as metres. Those
-- that move leave first, so that two may change places.
CREATE TEMPORARY TABLE settle_otb ON COMMIT DROP AS
WITH holding AS (
    SELECT DISTINCT ON (otb.id) otb.id, otb.name, otb.certainty, district.id AS district_id,
           ST_Area(ST_Intersection(district.outline, otb.outline)) AS area
    FROM territory_otb otb
    LEFT JOIN territory_district district ON ST_Intersects(district.outline, otb.outline)
    ORDER BY otb.id, area DESC NULLS LAST, district.number
), ranked AS (
    SELECT *,
           row_number() OVER (
               PARTITION BY name, district_id
               ORDER BY array_position(ARRAY['official', 'derived', 'drawn'], certainty::text),
                        area DESC, id
           ) AS place
    FROM holding
)
SELECT otb.id, CASE WHEN place = 1 THEN ranked.district_id END AS district_id
FROM ranked
JOIN territory_otb otb ON otb.id = ranked.id
WHERE otb.district_id IS DISTINCT FROM CASE WHEN place = 1 THEN ranked.district_id END;

UPDATE territory_otb otb SET district_id = NULL FROM settle_otb WHERE settle_otb.id = otb.id;
UPDATE territory_otb otb
SET district_id = settle_otb.district_id
FROM settle_otb
WHERE settle_otb.id = otb.id AND settle_otb.district_id IS NOT NULL;
DROP TABLE settle_otb
