-- The free spaces of an offering that are nearest to some of its spaces, nearest first; where
-- a sale has windows, those that the party (null: nobody knows who) may hold now.
-- By distance in degrees, which orders neighbours in one street well enough and is what the
-- index gives (<->); the caller shows codes and no distances.
-- The index gives the nearest one by one until there are enough; putting those that are equally
-- near into an order afterwards spares it from looking at every space there is.
WITH offered AS MATERIALIZED (
    SELECT id FROM allocation_offering WHERE code = %(offering)s
)
SELECT near.code
FROM (
    SELECT space.id, space.code, space.place <-> (
        SELECT centre.place FROM allocation_space centre
        WHERE centre.offering_id = (SELECT id FROM offered)
          AND centre.code = ANY(%(codes)s::text[])
        ORDER BY centre.code LIMIT 1) AS distance
    FROM allocation_space space
    WHERE space.offering_id = (SELECT id FROM offered)
      AND space.state = 'open'
      AND space.code <> ALL(%(codes)s::text[])
      AND NOT EXISTS (
          SELECT FROM allocation_claim claim
          WHERE claim.space_id = space.id
            AND claim.in_force && tstzrange(clock_timestamp(), NULL)
            AND (upper(claim.during) IS NULL OR upper(claim.during) > clock_timestamp()))
      AND (NOT EXISTS (SELECT FROM allocation_window w JOIN offered ON offered.id = w.offering_id)
           OR allocation_may_hold(space.id, %(party)s, clock_timestamp()))
    ORDER BY distance
    FETCH FIRST (%(most)s) ROWS WITH TIES
) near
ORDER BY near.distance, near.id
LIMIT %(most)s
