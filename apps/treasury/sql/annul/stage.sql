-- The obligations to be annulled, each with the number of the entry that does it.
DROP TABLE IF EXISTS annulling;
CREATE TEMPORARY TABLE annulling ON COMMIT DROP AS
SELECT obligation.id AS obligation_id, obligation.debtor_id, obligation.amount,
       obligation.outstanding, obligation.state, obligation.key,
       nextval(pg_get_serial_sequence('treasury_entry', 'id')) AS entry_id
FROM treasury_obligation obligation
WHERE obligation.id = ANY(%(obligations)s) AND obligation.state <> 'annulled'
ORDER BY obligation.id
