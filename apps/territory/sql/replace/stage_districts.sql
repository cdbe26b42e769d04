-- New districts that succeed an old one of their number, as a working table.
DROP TABLE IF EXISTS replace_district;
CREATE TEMPORARY TABLE replace_district ON COMMIT DROP AS
SELECT district.*, %(aside)s AS aside
FROM territory_district district
JOIN territory_district old ON old.number = district.number + %(aside)s
