-- Debts that came with the rows of one import.
SELECT obligation.id
FROM geo_importedrow imported
JOIN water_padronentry entry ON entry.id = imported."row"
JOIN treasury_obligation obligation
  ON obligation.about_kind = 'water.account' AND obligation.about_id = entry.account_id::text
 AND obligation.key LIKE 'water:opening:' || entry.id || ':%%'
WHERE imported.run_id = %(run)s
ORDER BY obligation.id
