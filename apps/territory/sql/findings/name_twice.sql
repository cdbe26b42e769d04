-- Zones, OTBs and places of one kind that share a name, and streets that share one in
-- the same district though `apart_m` metres (metric CRS) lie between them. Names are
-- compared as the gazetteer folds them; streets called by a number or letter are many
-- everywhere and left out.
INSERT INTO finding_now
WITH named AS (
    SELECT DISTINCT ON (kind, target) kind, target, label, key, district_number, position
    FROM territory_gazetteerentry
    WHERE kind IN ('zone', 'otb', 'place', 'street')
      AND NOT (kind = 'street' AND key ~ '^(avenida|calle|pasaje|camino)? ?(.|[0-9]+)$')
    ORDER BY kind, target, weight DESC, length(key) DESC, key
)
SELECT 'name-twice', left(min(label) || ' × ' || count(*), 260), NULL,
       ST_Multi(ST_Collect(position ORDER BY position))
FROM named
GROUP BY kind, key, CASE kind WHEN 'street' THEN district_number END
HAVING count(*) > 1
   AND (
       kind <> 'street'
       OR ST_MaxDistance(
           ST_Transform(ST_Collect(position), %(metric)s),
           ST_Transform(ST_Collect(position), %(metric)s)
       ) > %(apart_m)s
   )
