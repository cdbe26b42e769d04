-- Spaces of an offering in front of a parcel: at most so many metres from it (on the
-- spheroid), and with their middle nearer to it than to any other parcel, so that those
-- across the street and before the neighbour's door are not among them. Nearness by degrees
-- orders neighbours in one street well enough and is what the index gives (<->).
SELECT space.code,
       ST_Distance(space.place::geography, house.footprint::geography) AS metres
FROM territory_parcel house
JOIN allocation_space space
  ON space.offering_id = %(offering)s AND space.state <> 'withdrawn'
 AND space.place && ST_Expand(house.footprint, %(metres)s / 90000.0)
WHERE house.id = %(parcel)s
  AND ST_DWithin(space.place::geography, house.footprint::geography, %(metres)s)
  AND house.id = (
      SELECT parcel.id FROM territory_parcel parcel
      ORDER BY parcel.footprint <-> ST_Centroid(space.place), parcel.id
      LIMIT 1)
ORDER BY space.code
