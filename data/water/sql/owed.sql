-- What these parties owe; those who owe nothing are left out.
SELECT party_id, owed
FROM treasury_balance
WHERE party_id = ANY(%(parties)s) AND owed > 0
ORDER BY party_id
