-- Last time's titles of one offering and the space of another that is theirs to renew through
-- a window: the one of the same code, else the nearest within some metres by their middles
-- (geography, so metres on the spheroid). `obstacle` says why there is none: it is gone, is
-- blocked, is somebody else's by now, another has the nearer right to it (the same code before
-- the same place), or the window is about other spaces.
WITH had AS (
    SELECT claim.party_id, space.code, space.place
    FROM allocation_claim claim
    JOIN allocation_space space ON space.id = claim.space_id
    WHERE space.offering_id = %(previous)s AND claim.kind = 'title'
      AND upper(claim.in_force) IS NULL
), matched AS (
    SELECT had.party_id, had.code AS had_code, found.*,
           row_number() OVER (PARTITION BY found.id ORDER BY found.by_code DESC, found.metres)
               AS place
    FROM had
    LEFT JOIN LATERAL (
        SELECT space.id, space.code, space.state, space.tariff,
               space.code = had.code AS by_code,
               ST_Distance(ST_Centroid(space.place)::geography,
                           ST_Centroid(had.place)::geography) AS metres
        FROM allocation_space space
        WHERE space.offering_id = %(offering)s AND space.state <> 'withdrawn'
          AND (space.code = had.code
               OR space.place && ST_Expand(had.place, 0.0001)
              AND ST_DWithin(ST_Centroid(space.place)::geography,
                             ST_Centroid(had.place)::geography, %(metres)s))
        ORDER BY by_code DESC, metres, space.id
        LIMIT 1
    ) found ON true
)
SELECT matched.party_id AS party, party.name, matched.had_code,
       matched.id AS space, coalesce(matched.code, '') AS code,
       CASE
           WHEN matched.id IS NULL THEN 'gone'
           WHEN matched.state = 'blocked' THEN 'blocked'
           WHEN w.tariff NOT IN ('', matched.tariff) THEN 'outside'
           WHEN matched.place > 1 THEN 'contested'
           WHEN EXISTS (
               SELECT FROM allocation_claim claim
               LEFT JOIN allocation_hold hold ON hold.id = claim.hold_id
               WHERE claim.space_id = matched.id
                 AND claim.in_force && tstzrange(clock_timestamp(), NULL)
                 AND coalesce(claim.party_id, hold.party_id)
                     IS DISTINCT FROM matched.party_id
           ) THEN 'taken'
           ELSE ''
       END AS obstacle
FROM matched
JOIN people_party party ON party.id = matched.party_id
JOIN allocation_window w ON w.id = %(window)s
ORDER BY matched.had_code, matched.party_id
