-- Obligations on which something is booked after the day asked for: what was outstanding at
-- the end of any past day stays between nothing and the amount.
SELECT obligation.key, max(entry.booked_on) AS last
FROM treasury_leg leg
JOIN treasury_entry entry ON entry.id = leg.entry_id
JOIN treasury_obligation obligation ON obligation.id = leg.obligation_id
WHERE leg.obligation_id = ANY(%(obligations)s)
GROUP BY obligation.key
HAVING max(entry.booked_on) > %(on)s
ORDER BY obligation.key
LIMIT 1
