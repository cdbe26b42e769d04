-- Lines of the history, oldest first: of one table, one record, one account, or of all.
-- `most` cuts it to the newest so many.
SELECT line FROM (
  SELECT h.id, documents_history_line(h) AS line
  FROM documents_history h
  WHERE (%(table)s = '' OR h.table_name = %(table)s)
    AND (%(record)s = '' OR h.record = %(record)s)
    AND (%(who)s = '' OR h.who = %(who)s)
  ORDER BY h.id DESC
  LIMIT %(most)s
) newest
ORDER BY id
