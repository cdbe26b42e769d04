-- One bill for each staged account that nothing speaks against.
INSERT INTO water_bill
    (account_id, period_id, run_id, tariff_id, basis, cubic_metres, credit, amount,
     issued_on, obligation_id)
SELECT account.account_id, %(period)s, %(run)s, account.tariff_id, account.basis,
       account.cubic_metres, total.credit, total.amount, %(on)s, obligation.id
FROM billing_account account
JOIN billing_total total ON total.account_id = account.account_id
LEFT JOIN treasury_obligation obligation
  ON obligation.key = format('water:%%s:%%s', account.account_id, %(month)s::text)
WHERE account.fault IS NULL
ORDER BY account.account_id
