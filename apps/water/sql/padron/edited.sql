-- Accounts of one import that are not any more what their row said, or that somebody worked
-- on: what undoing it would lose, by kind.
WITH mine AS MATERIALIZED (
    SELECT entry.*, account.connection_id, account.category AS category_now,
           account.state AS state_now, connection.position AS position_now,
           connection.state AS connection_state
    FROM geo_importedrow imported
    JOIN water_padronentry entry ON entry.id = imported."row"
    JOIN water_account account ON account.id = entry.account_id
    JOIN water_connection connection ON connection.id = account.connection_id
    WHERE imported.run_id = %(run)s
), found AS (
    SELECT 'changed' AS kind, number FROM mine
    WHERE category_now <> category OR state_now <> 'active'
       OR NOT ST_Equals(position_now, position) OR connection_state <> 'active'
    UNION ALL
    SELECT 'holders', mine.number FROM mine
    JOIN water_holding holding ON holding.account_id = mine.account_id
    GROUP BY mine.number HAVING count(*) > 1 OR NOT bool_and(upper_inf(holding.days))
    UNION ALL
    SELECT 'meters', mine.number FROM mine
    JOIN water_meterfitting fitting ON fitting.connection_id = mine.connection_id
    GROUP BY mine.number, mine.meter
    HAVING count(*) > 1 OR mine.meter IS NULL OR NOT bool_and(upper_inf(fitting.days))
    UNION ALL
    SELECT 'money', mine.number FROM mine
    JOIN treasury_obligation obligation
      ON obligation.about_kind = 'water.account'
     AND obligation.about_id = mine.account_id::text
    WHERE obligation.key NOT LIKE 'water:opening:' || mine.id || ':%%'
       OR obligation.state <> 'annulled' AND obligation.outstanding <> obligation.amount
    UNION ALL
    SELECT 'bills', mine.number FROM mine
    JOIN water_bill bill ON bill.account_id = mine.account_id
    UNION ALL
    SELECT 'readings', mine.number FROM mine
    JOIN water_reading reading ON reading.connection_id = mine.connection_id
    UNION ALL
    SELECT 'visits', mine.number FROM mine
    JOIN water_visit visit ON visit.account_id = mine.account_id
    UNION ALL
    SELECT 'papers', mine.number FROM mine
    WHERE EXISTS (SELECT FROM water_claim WHERE account_id = mine.account_id)
       OR EXISTS (SELECT FROM water_agreement WHERE account_id = mine.account_id)
       OR EXISTS (SELECT FROM water_notice WHERE account_id = mine.account_id)
       OR EXISTS (SELECT FROM water_cutorder WHERE account_id = mine.account_id)
       OR EXISTS (SELECT FROM water_categorychange WHERE account_id = mine.account_id)
)
SELECT kind, count(DISTINCT number) AS count,
       (array_agg(DISTINCT number ORDER BY number))[:20] AS numbers
FROM found
GROUP BY kind
ORDER BY kind
