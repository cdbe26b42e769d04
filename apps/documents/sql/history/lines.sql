-- Lines of the rows that one seal covers, in the order in which it covers them.
SELECT documents_history_line(h)
FROM documents_history h
WHERE h.era = %(era)s AND h.xid >= %(from_xid)s AND h.xid < %(until_xid)s
ORDER BY h.id
