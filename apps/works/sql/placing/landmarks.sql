-- Named points, the district each lies in if its limit can be trusted, and those near it.
SELECT place.id, place.name, place.kind,
       coalesce((
           SELECT array_agg(district.number::int)
           FROM territory_district district
           WHERE district.certainty <> 'drawn' AND ST_Covers(district.outline, place.position)
       ), '{}') AS districts,
       coalesce((
           SELECT array_agg(district.number::int)
           FROM territory_district district
           WHERE ST_DWithin(district.outline, place.position, %(degrees)s)
       ), '{}') AS near,
       coalesce((
           SELECT array_agg(district.number::int)
           FROM territory_district district
           WHERE ST_Covers(district.outline, place.position)
       ), '{}') AS stands_in
FROM territory_place place
ORDER BY place.id
