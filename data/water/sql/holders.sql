-- Holders of accounts whose dues are collected here.
SELECT DISTINCT holding.party_id, 0::numeric AS owed
FROM water_holding holding
JOIN water_account account ON account.id = holding.account_id
JOIN water_operator operator ON operator.id = account.operator_id
WHERE operator.is_billed_here AND operator.source = 'demo'
ORDER BY holding.party_id
