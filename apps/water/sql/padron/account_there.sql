-- Numbers that the operator has given already, in whatever way the account came in.
SELECT line, candidates.number AS detail
FROM candidates
JOIN water_operator operator ON operator.code = candidates.operator_code
JOIN water_account account
  ON account.operator_id = operator.id AND account.number = candidates.number
