-- Debts to operators whose dues are not money of the municipality: the account comes in, the
-- debt does not.
SELECT line, operator.name AS detail
FROM candidates
JOIN water_operator operator ON operator.code = candidates.operator_code
WHERE candidates.debt > 0 AND NOT operator.is_billed_here
