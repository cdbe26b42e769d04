-- A balance of nothing for parties that have none.
INSERT INTO treasury_balance (party_id, owed, advances, refunds)
SELECT party_id, 0, 0, 0
FROM unnest(%(parties)s::bigint[]) party_id
ORDER BY party_id
ON CONFLICT (party_id) DO NOTHING
