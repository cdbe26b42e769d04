-- Parts of every street axis in the metric CRS (metres), as a working table.
-- Not the ORM: the working table lives until the transaction ends.
DROP TABLE IF EXISTS settle_line;
CREATE TEMPORARY TABLE settle_line ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY street.id, part.path) AS id,
       street.id AS street_id,
       street.name,
       ST_RemoveRepeatedPoints(ST_Transform(part.geom, %(metric)s)) AS axis
FROM territory_street street, ST_Dump(street.axis) part;

CREATE INDEX ON settle_line USING gist (axis);
ANALYZE settle_line
