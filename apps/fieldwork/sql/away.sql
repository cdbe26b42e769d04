-- Metres on the spheroid between where a telephone was and where the thing lies.
SELECT ST_Distance(ST_GeogFromText(%(here)s), ST_GeogFromText(%(there)s)) AS metres
