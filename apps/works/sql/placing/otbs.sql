-- OTBs, the district each belongs to, and those whose limit is near enough to be meant.
-- Nearness is in degrees: what counts is the order of magnitude, and limits are vague.
SELECT otb.id, otb.name,
       array_remove(ARRAY[own.number::int], NULL) AS districts,
       coalesce((
           SELECT array_agg(district.number::int)
           FROM territory_district district
           WHERE ST_DWithin(district.outline, otb.outline, %(degrees)s)
       ), '{}') AS near
FROM territory_otb otb
LEFT JOIN territory_district own ON own.id = otb.district_id
WHERE otb.name <> ''
ORDER BY otb.id
