-- What is open, with the class of its age: begun months after the due date, as in
-- apps.treasury.domain.ageing (0 not due, 1, 2, 3 for 3 to 6, 4 for 7 to 12, 5 for more).
-- OFFSET 0 keeps the two steps apart, else each sum by class would work the months out anew.
-- Reads the relation `open_obligation`.
SELECT dated.*,
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
    OFFSET 0
) dated
OFFSET 0
