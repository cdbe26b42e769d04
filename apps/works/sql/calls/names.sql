-- Whole names of the territory, to recognise broken words of the texts by.
SELECT name FROM territory_otb
UNION SELECT name FROM territory_street
UNION SELECT name FROM territory_place
UNION SELECT name FROM territory_district
