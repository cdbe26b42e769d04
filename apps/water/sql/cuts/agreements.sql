-- What became of standing agreements by a day: fulfilled when nothing of their debts is
-- outstanding, broken when less was paid than was due before that day.
UPDATE water_agreement agreement
SET state = CASE WHEN paid.outstanding = 0 THEN 'fulfilled' ELSE 'broken' END
FROM (
    SELECT standing.id, coalesce(sum(owed.outstanding), 0) AS outstanding
    FROM water_agreement standing
    LEFT JOIN water_agreement_obligations covered ON covered.agreement_id = standing.id
    LEFT JOIN treasury_obligation owed ON owed.id = covered.obligation_id
    WHERE standing.state = 'standing'
    GROUP BY standing.id
) paid
WHERE agreement.id = paid.id
  AND (paid.outstanding = 0
       OR agreement.total - paid.outstanding < (
         SELECT coalesce(sum(part.amount), 0) FROM water_instalment part
         WHERE part.agreement_id = agreement.id AND part.due_on < %(on)s))
