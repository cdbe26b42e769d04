-- The lines of the obligations that were posted.
INSERT INTO treasury_line
    (obligation_id, ordinal, concept_id, price_id, late_rule_id, text, quantity,
     unit_amount, amount)
SELECT posted.id, line.ordinal, line.concept_id, line.price_id, line.late_rule_id,
       left(line.text, 200), line.quantity, line.unit_amount, line.amount
FROM posting_posted posted
JOIN posting_priced line ON line.key = posted.key
