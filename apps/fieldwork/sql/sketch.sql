-- What a sketch of one assignment shows, in metres of the sphere's Mercator: its places in
-- their order, the streets within some 150 m of one, and the trail of its holder's
-- telephones since a moment. Mercator, because on a page up is north and shapes stay shapes.
WITH place AS (
  SELECT item.id, item."order" AS number, item.place AS shape,
         EXISTS (SELECT FROM fieldwork_event event WHERE event.item_id = item.id) AS is_done
  FROM fieldwork_assignmentitem item
  WHERE item.assignment_id = %(assignment)s AND item.place IS NOT NULL
), line AS (
  SELECT 'place' AS what, number, is_done, shape FROM place
  UNION ALL
  SELECT 'street', segment.id, false, segment.axis
  FROM territory_streetsegment segment
  WHERE EXISTS (SELECT FROM place WHERE ST_DWithin(segment.axis, place.shape, 0.0015))
  UNION ALL
  SELECT 'trail', row_number() OVER (ORDER BY point.device_id), false, ST_MakeLine(point.position ORDER BY point.at)
  FROM fieldwork_trailpoint point
  JOIN fieldwork_device device ON device.id = point.device_id
  JOIN fieldwork_assignment assignment ON assignment.holder_id = device.holder_id
  WHERE assignment.id = %(assignment)s AND point.at >= %(since)s
  GROUP BY point.device_id
  HAVING count(*) > 1
)
SELECT what, number::int AS number, is_done,
       array_agg(ST_X(corner.geom) ORDER BY corner.path) AS xs,
       array_agg(ST_Y(corner.geom) ORDER BY corner.path) AS ys
FROM line, LATERAL ST_DumpPoints(ST_Transform(shape, 3857)) corner
GROUP BY what, number, is_done
ORDER BY what, number
