-- Accounts that stand at a neighbour's door or somewhere on their street.
SELECT line, concat_ws(' · ', number, address) AS detail
FROM candidates
WHERE placed IN ('near', 'street')
