-- What was recorded in the books on each day (a day of the municipality's clock) from `first`
-- on, as its number of entries and their SHA-256: of each entry with its legs, one after the
-- other by number. Whatever else a later version keeps of an entry is not in it, so that days
-- that were sealed stay comparable.
WITH line AS (
    SELECT entry.id, (entry.recorded_at AT TIME ZONE %(zone)s)::date AS day,
           sha256(convert_to(jsonb_build_array(
               entry.id, entry.kind, entry.booked_on,
               extract(epoch FROM entry.recorded_at), entry.recorded_by, entry.person_id,
               entry.why, entry.reverses_id, moved.legs)::text, 'UTF8')) AS digest
    FROM treasury_entry entry
    CROSS JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_array(
                   leg.id, leg.account_id, leg.amount::text, leg.party_id,
                   leg.obligation_id) ORDER BY leg.id) AS legs
        FROM treasury_leg leg
        WHERE leg.entry_id = entry.id
    ) moved
    WHERE %(first)s::date IS NULL
       OR entry.recorded_at >= %(first)s::date::timestamp AT TIME ZONE %(zone)s
)
SELECT day, count(*)::bigint AS entries, sha256(string_agg(digest, ''::bytea ORDER BY id)) AS digest
FROM line
GROUP BY day
ORDER BY day
