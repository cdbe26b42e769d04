-- What lies at each asked point: its district, OTBs (smallest first), zone (smallest) and
-- nearest street with the distance in metres, in the metric CRS (within 0.1 percent of the
-- spheroid). A point outside the municipality has no row.
-- Districts lie in the municipality, so only points without a district are asked whether
-- they are outside.
-- Written as joins, so that the planner lets one point look for areas and the few areas
-- look for many points. Streets are sought within 25 m, then 60 m, then as far as it takes:
-- each step costs several times the one before and is only taken by points that found
-- none. Ties go to the lower number or key, so that an answer never depends on the plan.
-- Areas are computed before the joins, or every pair would carry its polygon into a sort;
-- the largest shapes are moved by nothing, or every pair would unpack them again.
-- Reads the relation `asked` (ordinal, position in EPSG:4326, metric: the same in metres).
WITH in_district AS (
    SELECT ordinal, min(number) AS number
    FROM asked
    JOIN (
        SELECT number, ST_Translate(outline, 0, 0) AS outline
        FROM territory_district OFFSET 0
    ) district ON ST_Intersects(district.outline, asked.position)
    GROUP BY ordinal
), here AS (
    SELECT ordinal FROM in_district
    UNION ALL
    SELECT ordinal
    FROM asked
    JOIN territory_municipality town ON ST_Intersects(town.outline, asked.position)
    WHERE NOT EXISTS (SELECT FROM in_district WHERE in_district.ordinal = asked.ordinal)
), in_otb AS (
    SELECT ordinal, array_agg(otb.id ORDER BY otb.area, otb.id) AS otb_ids
    FROM asked
    JOIN (SELECT id, outline, ST_Area(outline) AS area FROM territory_otb OFFSET 0) otb
      ON ST_Intersects(otb.outline, asked.position)
    GROUP BY ordinal
), in_zone AS (
    SELECT DISTINCT ON (ordinal) ordinal, zone.id AS zone_id
    FROM asked
    JOIN (SELECT id, outline, ST_Area(outline) AS area FROM territory_zone OFFSET 0) zone
      ON ST_Intersects(zone.outline, asked.position)
    ORDER BY ordinal, zone.area, zone.id
), close AS MATERIALIZED (
    SELECT DISTINCT ON (asked.ordinal) asked.ordinal, street_id,
           ST_Distance(axis_metric, metric) AS street_distance_m
    FROM asked
    JOIN territory_streetsegment ON ST_DWithin(axis_metric, metric, 25)
    ORDER BY asked.ordinal, street_distance_m, street_id
), not_close AS MATERIALIZED (
    SELECT asked.ordinal, metric
    FROM asked
    WHERE NOT EXISTS (SELECT FROM close WHERE close.ordinal = asked.ordinal)
), further AS (
    SELECT not_close.ordinal, street_id, street_distance_m
    FROM not_close
    CROSS JOIN LATERAL (
        (SELECT street_id, ST_Distance(axis_metric, metric) AS street_distance_m
         FROM territory_streetsegment
         WHERE ST_DWithin(axis_metric, metric, 60)
         ORDER BY street_distance_m, street_id
         LIMIT 1)
        UNION ALL
        (SELECT street_id, street_distance_m
         FROM (
             SELECT street_id, axis_metric <-> metric AS street_distance_m
             FROM territory_streetsegment
             ORDER BY axis_metric <-> metric
             LIMIT 10
         ) several
         ORDER BY street_distance_m, street_id
         LIMIT 1)
        LIMIT 1
    ) nearest
)
SELECT here.ordinal, district.id AS district_id,
       coalesce(in_otb.otb_ids, '{}') AS otb_ids, in_zone.zone_id,
       street.street_id, street.street_distance_m
FROM here
LEFT JOIN in_district USING (ordinal)
LEFT JOIN territory_district district USING (number)
LEFT JOIN in_otb USING (ordinal)
LEFT JOIN in_zone USING (ordinal)
LEFT JOIN (SELECT * FROM close UNION ALL SELECT * FROM further) street USING (ordinal)
