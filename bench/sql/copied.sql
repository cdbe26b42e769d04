-- What was copied, in the same two figures as what was imported.
SELECT count(*), sum(hashtextextended(concat(name, kind, ST_AsText(position)), 0)::numeric)
FROM bench_place
