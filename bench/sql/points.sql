-- Points where a town's records stand: nine in ten within some 40 m of a parcel, one in
-- ten anywhere in the municipality. The same for the same town, count and setseed().
CREATE TABLE bench_point AS
WITH town AS (
  SELECT outline FROM territory_municipality
), parcel AS (
  SELECT row_number() OVER (ORDER BY id) - 1 AS place,
         ST_PointOnSurface(footprint) AS position
  FROM territory_parcel
), near AS (
  SELECT ST_Translate(
           parcel.position, (random() - 0.5) * 0.0008, (random() - 0.5) * 0.0008
         ) AS position
  FROM generate_series(1, %(count)s::int) AS drawn (n)
  JOIN parcel ON parcel.place = drawn.n %% (SELECT count(*) FROM parcel)
), anywhere AS (
  SELECT (ST_Dump(ST_GeneratePoints(town.outline, %(count)s::int / 10, 1))).geom AS position
  FROM town
), every AS (
  SELECT position FROM anywhere
  UNION ALL
  SELECT near.position FROM near JOIN town ON ST_Covers(town.outline, near.position)
), kept AS (
  SELECT ST_X(position)::numeric(10, 7)::float8 AS longitude,
         ST_Y(position)::numeric(10, 7)::float8 AS latitude
  FROM every
  ORDER BY random()
  LIMIT %(count)s::int
)
SELECT row_number() OVER () AS id, ST_SetSRID(ST_Point(longitude, latitude), 4326) AS position
FROM kept
