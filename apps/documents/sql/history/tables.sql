-- Tables that have a history, by a loose scan of its index: a look per table, not per row.
WITH RECURSIVE tables AS (
  (SELECT table_name FROM documents_history ORDER BY table_name LIMIT 1)
  UNION ALL
  SELECT (SELECT h.table_name FROM documents_history h
          WHERE h.table_name > tables.table_name ORDER BY h.table_name LIMIT 1)
  FROM tables WHERE tables.table_name IS NOT NULL
)
SELECT table_name AS name FROM tables WHERE table_name IS NOT NULL
