-- The box around the places of an assignment, in degrees; nothing where none has a place.
SELECT ST_XMin(box) AS west, ST_YMin(box) AS south, ST_XMax(box) AS east, ST_YMax(box) AS north
FROM (
  SELECT ST_Extent(place) AS box FROM fieldwork_assignmentitem
  WHERE assignment_id = %(assignment)s
) whole
