-- Spaces of an offering in front of a parcel: at most so many metres from it (on the
-- spheroid), and with their middle nearer to it than to any other parcel, so that those
-- across the street and before the neighbour's door are not among them. Nearness by degrees
-- orders neighbours in one street well enough and is what the index gives (<->); it is asked
-- for the few that are near enough.
WITH near AS MATERIALIZED (
    SELECT space.code, ST_Centroid(space.place) AS middle, house.id AS house,
           ST_Distance(space.place::geography, house.footprint::geography) AS metres
    FROM territory_parcel house
    JOIN allocation_space space
      ON space.offering_id = %(offering)s AND space.state <> 'withdrawn'
     AND space.place && ST_Expand(house.footprint, %(metres)s / 90000.0)
    WHERE house.id = %(parcel)s
)
SELECT near.code, near.metres
FROM near
WHERE near.metres <= %(metres)s
  AND near.house = (
      SELECT parcel.id FROM territory_parcel parcel
      ORDER BY parcel.footprint <-> near.middle
      LIMIT 1)
ORDER BY near.code
