-- Brings the balances up to date with the legs about to be written; all are locked.
UPDATE treasury_balance balance
SET owed = balance.owed + change.owed,
    advances = balance.advances + change.advances,
    refunds = balance.refunds + change.refunds
FROM unnest(
    %(parties)s::bigint[], %(owed)s::numeric[], %(advances)s::numeric[],
    %(refunds)s::numeric[]
) change (party_id, owed, advances, refunds)
WHERE balance.party_id = change.party_id
