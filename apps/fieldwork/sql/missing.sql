-- Sequence numbers of one device that never came, up to its last; at most a hundred.
-- A window over what is there finds the gaps without counting to two thousand million.
WITH came AS (
  SELECT DISTINCT seq FROM fieldwork_event WHERE device_id = %(device)s
), gap AS (
  SELECT coalesce(lag(seq) OVER (ORDER BY seq), 0) + 1 AS first, seq - 1 AS last FROM came
)
SELECT missing AS seq
FROM gap, LATERAL generate_series(gap.first, least(gap.last, gap.first + 99)) missing
WHERE gap.last >= gap.first
ORDER BY seq
LIMIT 100
