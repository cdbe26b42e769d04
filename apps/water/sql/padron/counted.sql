-- What was made of the rows.
SELECT count(*) AS accounts,
       (SELECT count(*) FROM padron_holder WHERE is_new) AS holders,
       (SELECT count(*) FROM padron_holder WHERE NOT is_new) AS known,
       count(*) FILTER (WHERE meter IS NOT NULL) AS meters
FROM padron_new
