-- Accounts that lie in no OTB: they are kept, and belong to somebody's list all the same.
SELECT line, number AS detail
FROM candidates
WHERE NOT EXISTS (
    SELECT FROM territory_otb otb WHERE ST_Covers(otb.outline, candidates.shape)
)
