-- Move the districts of the limit that was set aside to the new one, cut to fit it. Those
-- that lie wholly outside stay behind.
UPDATE territory_district district
SET municipality_id = town.id,
    outline = ST_Multi(
        ST_CollectionExtract(ST_Intersection(district.outline, town.outline), 3)
    )
FROM territory_municipality town, territory_municipality old
WHERE old.ine_code = %(old_code)s AND district.municipality_id = old.id
  AND town.id <> old.id
  AND ST_Area(ST_Intersection(district.outline, town.outline)) > 0
