-- The months that opening debts are owed for: a debt of n months is owed in n equal parts, and
-- the centavos left over for the oldest.
SELECT DISTINCT (date_trunc('month', debt_until) - make_interval(months => back))::date AS month
FROM padron_new
CROSS JOIN LATERAL generate_series(0, debt_months - 1) back
WHERE is_billed_here AND debt > 0
ORDER BY month
