-- How far the meant place may lie from the point that a search answers for it, in metres:
-- half the length of a street, the radius of a circle as large as an area; a house or a
-- corner is as far off as a front door, a named place as its own grounds are wide. Rough,
-- and said so that nobody takes the middle of an OTB for a house.
SELECT asked.ordinal::int AS ordinal,
       CASE asked.kind
         WHEN 'coordinates' THEN 1.0
         WHEN 'address' THEN 20.0
         WHEN 'corner' THEN 20.0
         WHEN 'place' THEN 50.0
         ELSE coalesce(round(coalesce(
             ST_Length(street.axis::geography) / 2,
             sqrt(ST_Area(coalesce(district.outline, zone.outline, otb.outline)::geography)
                  / pi())
         )::numeric)::float8, 50.0)
       END AS metres
FROM unnest(%(kinds)s::text[], %(targets)s::bigint[])
     WITH ORDINALITY AS asked (kind, target, ordinal)
LEFT JOIN territory_street street ON asked.kind = 'street' AND street.id = target
LEFT JOIN territory_district district ON asked.kind = 'district' AND district.id = target
LEFT JOIN territory_zone zone ON asked.kind = 'zone' AND zone.id = target
LEFT JOIN territory_otb otb ON asked.kind = 'otb' AND otb.id = target
ORDER BY asked.ordinal
