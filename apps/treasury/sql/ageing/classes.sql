-- Debt by class of age, for one way of grouping or several at once: `by` names the columns,
-- and each row says which of them it is about. Sums per debtor and group come first, so that
-- debtors are counted without sorting every obligation.
-- Reads the relation `aged_obligation`.
WITH grouped AS (
    SELECT way.by, way.id, aged_obligation.debtor_id, sum(outstanding) AS total,
           sum(outstanding) FILTER (WHERE class = 0) AS "current",
           sum(outstanding) FILTER (WHERE class = 1) AS one,
           sum(outstanding) FILTER (WHERE class = 2) AS two,
           sum(outstanding) FILTER (WHERE class = 3) AS three_to_six,
           sum(outstanding) FILTER (WHERE class = 4) AS seven_to_twelve,
           sum(outstanding) FILTER (WHERE class = 5) AS older,
           count(*) AS obligations
    FROM aged_obligation
    CROSS JOIN LATERAL (VALUES
        ('debtor', debtor_id), ('concept', concept_id), ('district', district_id),
        ('otb', otb_id), ('zone', zone_id), ('street', street_id)
    ) way (by, id)
    WHERE way.by = ANY(%(by)s)
    GROUP BY way.by, way.id, aged_obligation.debtor_id
)
SELECT by, id, count(*) AS debtors, sum(obligations)::bigint AS obligations,
       sum(total) AS total, coalesce(sum("current"), 0) AS "current",
       coalesce(sum(one), 0) AS one, coalesce(sum(two), 0) AS two,
       coalesce(sum(three_to_six), 0) AS three_to_six,
       coalesce(sum(seven_to_twelve), 0) AS seven_to_twelve,
       coalesce(sum(older), 0) AS older
FROM grouped
GROUP BY by, id
