-- How many codes come more than once with differing content.
SELECT count(*) AS count
FROM (
    SELECT cuce
    FROM works_staged
    GROUP BY cuce
    HAVING count(DISTINCT (object, modality, state, published_on, bids_due_on, decided_on)) > 1
) differing
