-- Removes what was made of the rows of one import: nothing leans on it, that was asked before.
DROP TABLE IF EXISTS padron_gone;
CREATE TEMPORARY TABLE padron_gone ON COMMIT DROP AS
SELECT entry.id AS entry_id, account.id AS account_id, account.connection_id,
       holding.party_id, fitting.meter_id
FROM geo_importedrow imported
JOIN water_padronentry entry ON entry.id = imported."row"
JOIN water_account account ON account.id = entry.account_id
LEFT JOIN water_holding holding ON holding.account_id = account.id
LEFT JOIN water_meterfitting fitting ON fitting.connection_id = account.connection_id
WHERE imported.run_id = %(run)s;
UPDATE water_padronentry SET account_id = NULL
WHERE id IN (SELECT entry_id FROM padron_gone);
DELETE FROM water_holding WHERE account_id IN (SELECT account_id FROM padron_gone);
DELETE FROM water_meterfitting
WHERE connection_id IN (SELECT connection_id FROM padron_gone);
DELETE FROM water_meter
WHERE id IN (SELECT meter_id FROM padron_gone)
  AND NOT EXISTS (SELECT FROM water_meterfitting fitting WHERE fitting.meter_id = water_meter.id)
  AND NOT EXISTS (SELECT FROM water_reading reading WHERE reading.meter_id = water_meter.id);
DELETE FROM water_routestop WHERE connection_id IN (SELECT connection_id FROM padron_gone);
DELETE FROM water_account WHERE id IN (SELECT account_id FROM padron_gone);
DELETE FROM water_connection WHERE id IN (SELECT connection_id FROM padron_gone)
