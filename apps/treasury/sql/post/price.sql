-- Each staged line with its price, or with the percentage of its late rule, in centavos:
-- numeric is rounded half away from nothing, as `line_amount_is_quantity_times_price` says.
INSERT INTO posting_priced
SELECT line.key, line.ordinal, coalesce(price.concept_id, rule.charged_as_id),
       line.price_id, line.late_rule_id,
       coalesce(nullif(line.text, ''), concept.name, ''), round(line.quantity, 3),
       coalesce(price.amount, rule.percent / 100),
       round(round(line.quantity, 3) * coalesce(price.amount, rule.percent / 100), 2),
       coalesce(price.days, rule.days)
FROM posting_line line
LEFT JOIN treasury_price price ON price.id = line.price_id
LEFT JOIN treasury_laterule rule ON rule.id = line.late_rule_id
LEFT JOIN treasury_concept concept
  ON concept.id = coalesce(price.concept_id, rule.charged_as_id)
