-- Counts one more try of %(key)s as made in vain, unless the next one is not due yet: then
-- no row is returned. In one statement, so that fifty guesses at once are fifty tries. The
-- delays are those of domain/delays.py. No ORM: an upsert with a condition on the old row.
INSERT INTO signin_throttle AS counted (key, failures, last_at)
VALUES (%(key)s, 1, %(at)s)
ON CONFLICT (key) DO UPDATE
SET failures = CASE
      WHEN counted.last_at < %(at)s - make_interval(secs => %(forgotten)s) THEN 1
      ELSE counted.failures + 1
    END,
    last_at = %(at)s
WHERE counted.failures < %(free)s
   OR counted.last_at < %(at)s - make_interval(secs => %(forgotten)s)
   OR counted.last_at <= %(at)s - make_interval(
        secs => least(%(longest)s, power(2, least(counted.failures - %(free)s, 20)))
      )
RETURNING failures
