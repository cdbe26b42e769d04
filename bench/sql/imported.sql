-- What was imported, in two figures: how many place names, and a sum over all of them.
SELECT count(*), sum(hashtextextended(concat(name, kind, ST_AsText(position)), 0)::numeric)
FROM territory_place
WHERE name LIKE 'Punto %'
