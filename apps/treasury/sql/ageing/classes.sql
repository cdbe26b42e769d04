-- Debt by class of age, for one way of grouping or several at once: `by` names the columns,
-- and each row says which of them it is about. Months are begun months after the due date
-- (apps.treasury.domain.ageing). Sums per debtor and group come first, so that debtors are
-- counted without sorting every obligation.
-- Reads the relation `open_obligation`.
WITH aged AS (
    SELECT debtor_id, concept_id, district_id, otb_id, zone_id, street_id, outstanding,
           CASE
               WHEN months = 0 THEN 0
               WHEN months = 1 THEN 1
               WHEN months = 2 THEN 2
               WHEN months <= 6 THEN 3
               WHEN months <= 12 THEN 4
               ELSE 5
           END AS class
    FROM (
        SELECT *,
               CASE WHEN due_on >= %(on)s::date THEN 0
               ELSE (extract(year FROM %(on)s::date) - extract(year FROM due_on)) * 12
                    + extract(month FROM %(on)s::date) - extract(month FROM due_on)
                    + (extract(day FROM %(on)s::date) > extract(day FROM due_on))::int
               END AS months
        FROM open_obligation
    ) dated
), grouped AS (
    SELECT way.by, way.id, aged.debtor_id, sum(outstanding) AS total,
           sum(outstanding) FILTER (WHERE class = 0) AS "current",
           sum(outstanding) FILTER (WHERE class = 1) AS one,
           sum(outstanding) FILTER (WHERE class = 2) AS two,
           sum(outstanding) FILTER (WHERE class = 3) AS three_to_six,
           sum(outstanding) FILTER (WHERE class = 4) AS seven_to_twelve,
           sum(outstanding) FILTER (WHERE class = 5) AS older,
           count(*) AS obligations
    FROM aged
    CROSS JOIN LATERAL (VALUES
        ('debtor', debtor_id), ('concept', concept_id), ('district', district_id),
        ('otb', otb_id), ('zone', zone_id), ('street', street_id)
    ) way (by, id)
    WHERE way.by = ANY(%(by)s)
    GROUP BY way.by, way.id, aged.debtor_id
)
SELECT by, id, count(*) AS debtors, sum(obligations)::bigint AS obligations,
       sum(total) AS total, coalesce(sum("current"), 0) AS "current",
       coalesce(sum(one), 0) AS one, coalesce(sum(two), 0) AS two,
       coalesce(sum(three_to_six), 0) AS three_to_six,
       coalesce(sum(seven_to_twelve), 0) AS seven_to_twelve,
       coalesce(sum(older), 0) AS older
FROM grouped
GROUP BY by, id
