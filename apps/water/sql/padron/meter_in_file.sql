-- Meters that an account further up in the file has already.
SELECT line, meter || ' · ' || first_number AS detail
FROM (
    SELECT line, meter, first_value(number) OVER same AS first_number,
           first_value(line) OVER same AS first_line
    FROM candidates WHERE meter IS NOT NULL
    WINDOW same AS (PARTITION BY operator_code, meter ORDER BY line)
) told
WHERE first_line < line
