-- Obligations that the list settled, for whoever wants to know; only of these kinds.
SELECT obligation.id, obligation.key, obligation.about_kind, obligation.about_id,
       obligation.debtor_id, share.entry_id
FROM receiving_share share
JOIN treasury_obligation obligation ON obligation.id = share.obligation_id
WHERE obligation.state = 'settled' AND obligation.about_kind = ANY(%(kinds)s)
ORDER BY obligation.id
