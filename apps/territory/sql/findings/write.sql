-- Bring territory_finding to what was found. What was known stays with its date; what
-- is no longer so leaves.
WITH gone AS (
    DELETE FROM territory_finding old
    WHERE NOT EXISTS (
        SELECT FROM finding_now found
        WHERE found.kind = old.kind AND found.text = old.text AND found.shape = old.shape
    )
)
INSERT INTO territory_finding (kind, text, square_metres, shape, recorded_at)
SELECT DISTINCT ON (kind, text, shape) kind, text, square_metres, shape, %(now)s
FROM finding_now found
WHERE NOT EXISTS (
    SELECT FROM territory_finding old
    WHERE found.kind = old.kind AND found.text = old.text AND found.shape = old.shape
)
ORDER BY kind, text, shape
