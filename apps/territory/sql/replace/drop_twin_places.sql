-- Drop places of `source` that another source already puts within `near_m` metres (metric
-- CRS) under the same name but for case, accents and marks.
DELETE FROM territory_place new
USING territory_place known
WHERE new.source = %(source)s AND known.source <> new.source
  AND regexp_replace(lower(unaccent(known.name)), '[^a-z0-9]', '', 'g')
    = regexp_replace(lower(unaccent(new.name)), '[^a-z0-9]', '', 'g')
  AND ST_DWithin(
      ST_Transform(known.position, %(metric)s), ST_Transform(new.position, %(metric)s),
      %(near_m)s
  )
