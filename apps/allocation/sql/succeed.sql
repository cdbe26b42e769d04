-- Begins a party's title to the space of one that was ended just before in this transaction,
-- in the moment it ended, for the same time and by the same payment.
WITH taken AS (
    INSERT INTO allocation_claim
        (space_id, kind, hold_id, party_id, obligation_id, given_by, given_why,
         during, in_force, ended_why)
    SELECT claim.space_id, 'title', %(hold)s, %(party)s, claim.obligation_id, %(who)s,
           %(why)s, claim.during, tstzrange(upper(claim.in_force), NULL), ''
    FROM allocation_claim claim
    WHERE claim.id = %(title)s
    RETURNING id
)
SELECT id FROM taken
