-- Clear the tables, so that works can be placed twice in one transaction.
DROP TABLE works_placed, works_spot, works_summed, works_located, works_standing, works_replaced
