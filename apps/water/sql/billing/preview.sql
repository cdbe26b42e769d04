-- What the staged accounts come to, by category and by what their cubic metres come from;
-- those that cannot be billed by what is wrong with them.
SELECT account.category, account.basis, coalesce(account.fault, '') AS fault,
       count(*) AS accounts, coalesce(sum(account.cubic_metres), 0) AS cubic_metres,
       coalesce(sum(total.credit), 0) AS credit, coalesce(sum(total.amount), 0) AS amount
FROM billing_account account
LEFT JOIN billing_total total ON total.account_id = account.account_id
GROUP BY account.category, account.basis, account.fault
ORDER BY account.category, account.basis, account.fault NULLS FIRST
