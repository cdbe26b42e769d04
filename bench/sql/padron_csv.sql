-- A list of users as an office exports it: semicolons, decimal comma, one in five with a debt of
-- three months, one in ten with a meter; spread over the town's parcels.
COPY (
    SELECT 'emapaq' AS operador, 'B' || number AS cuenta,
           'Usuario Padrón ' || number AS usuario,
           (1000000 + number)::text AS ci,
           CASE WHEN number % 17 = 0 THEN 'COMERCIAL' ELSE 'DOMESTICO' END AS categoria,
           CASE WHEN number % 10 = 0 THEN 'BM' || number ELSE '' END AS medidor,
           'Calle ' || number % 90 || ' Nro ' || number % 500 AS direccion,
           CASE WHEN number % 5 = 0 THEN '30,00' ELSE '0,00' END AS deuda,
           3 AS meses,
           round(ST_X(point)::numeric + (number % 7) * 0.000001, 7) AS lon,
           round(ST_Y(point)::numeric, 7) AS lat
    FROM generate_series(1, {many}) number
    JOIN (
        SELECT row_number() OVER (ORDER BY id) AS place, ST_PointOnSurface(footprint) AS point,
               count(*) OVER () AS parcels
        FROM territory_parcel
    ) parcel ON parcel.place = 1 + number % parcel.parcels
) TO STDOUT WITH (FORMAT csv, HEADER, DELIMITER ';')
