-- How many works are placed at each level, of those published in a year or later.
SELECT place_level AS level, count(*) AS works,
       count(*) FILTER (WHERE year >= %(since)s) AS works_since
FROM works_work
GROUP BY place_level
