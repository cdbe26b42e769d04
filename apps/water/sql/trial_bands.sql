-- How many accounts of a trial would pay how much more or less, in per cent of what they paid.
SELECT band.low, band.high, count(*) AS accounts, sum(result.after - result.before) AS change
FROM (
  SELECT before, after,
         CASE WHEN before = 0 THEN CASE WHEN after > 0 THEN 1000 ELSE 0 END
              ELSE 100 * (after - before) / before END AS per_cent
  FROM water_trialresult WHERE trial_id = %(trial)s
) result
JOIN (VALUES (NULL, -50), (-50, -20), (-20, 0), (0, 0), (0, 20), (20, 50), (50, 100),
             (100, NULL)) AS band (low, high)
  ON CASE
    WHEN band.low = band.high THEN result.per_cent = 0
    WHEN band.high <= 0 OR band.low IS NULL
      THEN result.per_cent < band.high AND result.per_cent >= coalesce(band.low, -1e9)
    ELSE result.per_cent > band.low AND result.per_cent <= coalesce(band.high, 1e9)
  END
GROUP BY band.low, band.high
ORDER BY band.high NULLS LAST, band.low NULLS FIRST
