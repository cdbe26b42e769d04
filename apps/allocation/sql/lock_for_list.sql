-- Locks the spaces that a list books, then the people that it books for, in the order of
-- their numbers; a hold of one person takes the same locks in the same order.
WITH spaces AS MATERIALIZED (
    SELECT id FROM allocation_space
    WHERE offering_id = %(offering)s AND code = ANY(%(codes)s::text[])
    ORDER BY id
    FOR UPDATE
), parties AS MATERIALIZED (
    SELECT party FROM unnest(%(parties)s::bigint[]) party
    WHERE (SELECT count(*) FROM spaces) >= 0
    ORDER BY party
)
SELECT pg_advisory_xact_lock(hashtextextended('allocation.party', party)) FROM parties
