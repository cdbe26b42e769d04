-- What each account of a category paid in some months, and what it would have paid by other
-- terms: line by line, each rounded to the centavo, as `domain.tariffs` and the treasury do.
WITH block AS (
  SELECT * FROM unnest(%(lows)s::numeric[], %(highs)s::numeric[], %(units)s::numeric[],
                       %(entries)s::numeric[]) AS block (low, high, unit_amount, entry_charge)
), billed AS (
  SELECT bill.account_id, bill.amount + bill.credit AS before,
         greatest(%(minimum)s::numeric, %(fixed)s::numeric + coalesce((
           SELECT sum(block.entry_charge + round(
             (least(bill.cubic_metres, block.high) - block.low) * block.unit_amount, 2))
           FROM block WHERE bill.cubic_metres > block.low), 0)) AS after
  FROM water_bill bill
  JOIN water_period period ON period.id = bill.period_id
  JOIN water_account account ON account.id = bill.account_id
  WHERE period.operator_id = %(operator)s
    AND period.month BETWEEN %(first)s AND %(last)s
    AND account.category = %(category)s AND account.is_metered = %(is_metered)s
    AND (bill.cubic_metres IS NOT NULL OR NOT EXISTS (SELECT FROM block))
)
INSERT INTO water_trialresult (trial_id, account_id, bills, before, after)
SELECT %(trial)s, account_id, count(*), sum(before), sum(after)
FROM billed
GROUP BY account_id
