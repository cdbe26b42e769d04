-- Ranges of transactions that can be sealed: of this cluster those before the oldest one
-- still running, of another (whose rows were restored here) all there are. Transactions
-- that had not ended are left to the next seal, so no writer ever waits for a seal.
-- Not the ORM: a loose index scan over the eras, and the snapshot's own horizon.
WITH RECURSIVE eras AS (
  (SELECT era FROM documents_history ORDER BY era LIMIT 1)
  UNION ALL
  SELECT (SELECT h.era FROM documents_history h WHERE h.era > eras.era ORDER BY h.era LIMIT 1)
  FROM eras WHERE eras.era IS NOT NULL
), ranges AS (
  SELECT
    era,
    coalesce((SELECT max(until_xid) FROM documents_seal s WHERE s.era = eras.era), 0) AS from_xid,
    CASE era
      WHEN (SELECT system_identifier FROM pg_control_system())
      THEN pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      ELSE (SELECT h.xid + 1 FROM documents_history h WHERE h.era = eras.era
            ORDER BY h.xid DESC LIMIT 1)
    END AS until_xid
  FROM eras WHERE era IS NOT NULL
)
SELECT era, from_xid, until_xid FROM ranges WHERE from_xid < until_xid
AND EXISTS (
  SELECT FROM documents_history h
  WHERE h.era = ranges.era AND h.xid >= from_xid AND h.xid < until_xid
)
