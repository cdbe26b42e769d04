-- Rows that no seal covers: those of transactions after the last seal of their era.
SELECT count(*) AS rows
FROM documents_history h
LEFT JOIN (SELECT era, max(until_xid) AS until_xid FROM documents_seal GROUP BY era) s
  USING (era)
WHERE h.xid >= coalesce(s.until_xid, 0)
