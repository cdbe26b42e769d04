-- Of rows with one code keep the last published; the later line decides between equals.
DELETE FROM works_staged
USING (
    SELECT line, row_number() OVER (
        PARTITION BY cuce ORDER BY published_on DESC NULLS LAST, line DESC
    ) AS place
    FROM works_staged
) ranked
WHERE ranked.line = works_staged.line AND ranked.place > 1
