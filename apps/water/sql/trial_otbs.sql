-- A trial by OTB: who gains, who loses, and by how much in all.
SELECT otb.name AS otb, count(*) AS accounts,
       count(*) FILTER (WHERE result.after < result.before) AS less,
       count(*) FILTER (WHERE result.after > result.before) AS more,
       sum(result.before) AS before, sum(result.after) AS after
FROM water_trialresult result
JOIN water_account account ON account.id = result.account_id
JOIN water_connection connection ON connection.id = account.connection_id
LEFT JOIN territory_otb otb ON otb.id = connection.otb_id
WHERE result.trial_id = %(trial)s
GROUP BY otb.id, otb.name
ORDER BY sum(result.after) - sum(result.before) DESC, otb.name
LIMIT 200
