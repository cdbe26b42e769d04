-- What paying late costs at the end of one month: for each overdue obligation the surcharge
-- of the rule in force, once, and the interest of this month, on what is outstanding of the
-- obligation itself (no interest is asked on interest). What rounds to nothing is not asked.
WITH asked AS (
    SELECT obligation.id, obligation.debtor_id, obligation.about_kind, obligation.about_id,
           obligation.place, obligation.outstanding, obligation.key AS late_key,
           rule.id AS rule_id, rule.charged_as_id,
           CASE rule.kind
               WHEN 'surcharge' THEN format('late:surcharge:%%s', obligation.id)
               ELSE format('late:interest:%%s:%%s', obligation.id,
                           to_char(%(on)s::date, 'YYYY-MM'))
           END AS key
    FROM treasury_obligation obligation
    JOIN treasury_laterule rule
      ON rule.concept_id = obligation.concept_id AND rule.days @> %(on)s::date
    WHERE obligation.state = 'open'
      AND obligation.late_on_id IS NULL
      AND obligation.due_on + rule.grace_days < %(on)s::date
      AND round(obligation.outstanding * rule.percent / 100, 2) > 0
), charge AS (
    INSERT INTO posting_charge
        (key, debtor_id, concept_id, due_on, about_kind, about_id, place, late_on_id)
    SELECT key, debtor_id, charged_as_id, %(on)s, about_kind, about_id, place, id
    FROM asked
    WHERE NOT EXISTS (SELECT FROM treasury_obligation known WHERE known.key = asked.key)
)
INSERT INTO posting_line (key, ordinal, late_rule_id, text, quantity)
SELECT key, 1, rule_id, late_key, outstanding
FROM asked
WHERE NOT EXISTS (SELECT FROM treasury_obligation known WHERE known.key = asked.key)
