-- Every seal, in the order of the chain, its time as its digest tells it.
SELECT
  number,
  to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
  era, from_xid, until_xid, rows, previous, digest
FROM documents_seal
ORDER BY number
