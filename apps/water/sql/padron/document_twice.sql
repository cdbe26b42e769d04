-- One identity card under two names: one of them is wrong.
SELECT line, document || ' · ' || holder AS detail
FROM (
    SELECT line, document, holder, min(key) OVER same AS least, max(key) OVER same AS most
    FROM (
        SELECT *, lower(unaccent(regexp_replace(btrim(holder), '[\s,]+', ' ', 'g'))) AS key
        FROM candidates WHERE document IS NOT NULL
    ) folded
    WINDOW same AS (PARTITION BY upper(regexp_replace(document, '\s', '', 'g')))
) judged
WHERE least <> most
