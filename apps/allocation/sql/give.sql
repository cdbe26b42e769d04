-- Gives one space that is on offer to a party, if nobody has a claim to it.
INSERT INTO allocation_claim
    (space_id, kind, hold_id, party_id, given_by, given_why, during, in_force, ended_why)
SELECT space.id, 'title', %(hold)s, %(party)s, %(who)s, %(why)s,
       coalesce(offering.during,
                tstzrange(clock.moment,
                          clock.moment + make_interval(months => offering.term_months))),
       tstzrange(clock.moment, NULL), ''
FROM allocation_space space
JOIN allocation_offering offering ON offering.id = space.offering_id
CROSS JOIN (SELECT clock_timestamp() AS moment) clock
WHERE space.id = %(space)s AND space.state = 'open'
FOR KEY SHARE OF space
ON CONFLICT DO NOTHING
RETURNING id
