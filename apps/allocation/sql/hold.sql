-- Holds several spaces of one offering together, all or none, if none is claimed by others.
--
-- One moment, of the database's clock, decides everything. The spaces are locked and claimed
-- in the order of their numbers, so two who want the same ones wait and never block each
-- other; the lock is the one a foreign key takes anyway, and makes a change of the plan wait.
-- What is seen to be taken is not tried, which spares the losers of a rush the writing; what
-- is taken meanwhile is left out by the exclusion constraint, and the caller, who counts,
-- gives the others back. What begins later than now was claimed before the clock was put back,
-- and is taken. Who may hold within the windows of a sale is asked only where there
-- are any; a trigger asks it again, for programs that do not come through here.
WITH clock AS MATERIALIZED (
    SELECT clock_timestamp() AS moment
), terms AS MATERIALIZED (
    SELECT offering.id, clock.moment,
           coalesce(offering.during,
                    tstzrange(clock.moment,
                              clock.moment + make_interval(months => offering.term_months))
           ) AS during,
           tstzrange(clock.moment,
                     clock.moment + make_interval(mins => offering.hold_minutes)) AS in_force,
           %(waived)s = '' AND EXISTS (
               SELECT FROM allocation_window w WHERE w.offering_id = offering.id
           ) AS windowed
    FROM allocation_offering offering, clock
    WHERE offering.id = %(offering)s AND offering.sale @> clock.moment
), asked AS MATERIALIZED (
    SELECT space.id, terms.during, terms.in_force
    FROM allocation_space space
    JOIN terms ON terms.id = space.offering_id
    WHERE space.code = ANY(%(codes)s::text[]) AND space.state = 'open'
      AND NOT EXISTS (
          SELECT FROM allocation_claim claim
          WHERE claim.space_id = space.id
            AND claim.during && terms.during
            AND claim.in_force && tstzrange(terms.moment, NULL))
      AND CASE WHEN terms.windowed
               THEN allocation_may_hold(space.id, %(party)s, terms.moment)
               ELSE true END
    ORDER BY space.id
    FOR KEY SHARE OF space
), held AS (
    INSERT INTO allocation_hold
        (token, offering_id, party_id, visitor, held_at, held_by, outcome, waived)
    SELECT %(token)s, terms.id, %(party)s, %(visitor)s, terms.moment, %(by)s, '', %(waived)s
    FROM terms
    WHERE (SELECT count(*) FROM asked) = cardinality(%(codes)s::text[])
    RETURNING *
), claimed AS (
    INSERT INTO allocation_claim (space_id, kind, hold_id, during, in_force, ended_why)
    SELECT asked.id, 'hold', held.id, asked.during, asked.in_force, ''
    FROM asked, held
    ORDER BY asked.id
    ON CONFLICT DO NOTHING
    RETURNING space_id
)
SELECT held.*, (SELECT count(*) FROM claimed) AS claimed FROM held
