-- OTBs that a zone's limit cuts in two parts worth speaking of: each at least `least_m2`
-- square metres and `least_share` of the OTB. The smaller part is shown.
INSERT INTO finding_now
SELECT 'zone-crosses-otb', left(zone || ' · ' || otb, 260),
       least(inside_m2, outside_m2),
       CASE WHEN inside_m2 <= outside_m2 THEN inside ELSE outside END
FROM (
    SELECT zone.name AS zone, otb.name AS otb, inside, outside,
           ST_Area(inside::geography) AS inside_m2,
           ST_Area(outside::geography) AS outside_m2
    FROM territory_zone zone
    JOIN territory_otb otb
      ON ST_Intersects(zone.outline, otb.outline) AND NOT ST_CoveredBy(otb.outline, zone.outline),
    LATERAL (
        SELECT ST_CollectionExtract(ST_Intersection(otb.outline, zone.outline), 3) AS inside,
               ST_CollectionExtract(ST_Difference(otb.outline, zone.outline), 3) AS outside
    ) parts
) cut
WHERE least(inside_m2, outside_m2) >= %(least_m2)s
  AND least(inside_m2, outside_m2) >= %(least_share)s * (inside_m2 + outside_m2)
