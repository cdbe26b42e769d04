-- Makes titles of the spaces of a hold whose claims were ended just before, in this
-- transaction or by running out. From now on, or from the moment at which its own claim
-- ended if this machine's clock should stand before it.
--
-- What somebody else has claimed since is left out by the exclusion constraint, and the
-- caller counts. A space that was blocked meanwhile is given only to who paid in time.
WITH clock AS MATERIALIZED (
    SELECT clock_timestamp() AS moment
), once AS (
    SELECT claim.space_id, max(upper(claim.in_force)) AS until
    FROM allocation_claim claim
    WHERE claim.hold_id = %(hold)s
    GROUP BY claim.space_id
), wanted AS MATERIALIZED (
    SELECT space.id, once.until, clock.moment,
           coalesce(offering.during,
                    tstzrange(clock.moment,
                              clock.moment + make_interval(months => offering.term_months))
           ) AS during
    FROM once
    JOIN allocation_space space ON space.id = once.space_id
    JOIN allocation_offering offering ON offering.id = space.offering_id
    CROSS JOIN clock
    WHERE space.state = 'open' OR (space.state = 'blocked' AND %(in_time)s)
    ORDER BY space.id
    FOR KEY SHARE OF space
)
INSERT INTO allocation_claim
    (space_id, kind, hold_id, party_id, obligation_id, during, in_force, ended_why)
SELECT wanted.id, 'title', %(hold)s, %(party)s, %(obligation)s, wanted.during,
       tstzrange(greatest(wanted.moment, wanted.until), NULL), ''
FROM wanted
ORDER BY wanted.id
ON CONFLICT DO NOTHING
