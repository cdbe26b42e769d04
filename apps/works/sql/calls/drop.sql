-- Clear the tables, so that calls can be imported twice in one transaction.
DROP TABLE works_staged, works_worded, works_coded, works_named
