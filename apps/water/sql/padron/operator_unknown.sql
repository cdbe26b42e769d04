-- Rows of an operator that is not registered.
SELECT line, operator_code AS detail
FROM candidates
WHERE NOT EXISTS (
    SELECT FROM water_operator operator WHERE operator.code = candidates.operator_code
)
