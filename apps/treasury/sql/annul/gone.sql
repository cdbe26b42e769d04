-- Makes room for another act of the same transaction.
DELETE FROM annulling
