-- Districts a text can name.
SELECT id, number, name FROM territory_district ORDER BY number
