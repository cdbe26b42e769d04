-- Obligations on which something came after they were charged: paid, forgiven, late charges.
SELECT key
FROM annulling
WHERE outstanding <> amount
   OR EXISTS (
       SELECT FROM treasury_obligation late
       WHERE late.late_on_id = annulling.obligation_id AND late.state <> 'annulled'
   )
   OR EXISTS (
       SELECT FROM treasury_leg leg
       JOIN treasury_entry entry ON entry.id = leg.entry_id
       WHERE leg.obligation_id = annulling.obligation_id AND entry.booked_on > %(on)s::date
   )
ORDER BY key
LIMIT 1
