-- What was posted before is left out, so that a posting that was killed is simply repeated.
DELETE FROM posting_charge charge
USING treasury_obligation known
WHERE known.key = charge.key
