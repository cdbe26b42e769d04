-- Where each placed work stands, and the radius in metres of the circle it must lie in.
-- Level by level: a corner is a
-- point; a street is the stretch between its bounds, else the part within the OTB or
-- district; an OTB and a district are their whole ground; a landmark is a point.
CREATE TEMP TABLE works_located ON COMMIT DROP AS
WITH grounds AS MATERIALIZED (
    SELECT spots.*, corner.position AS corner, landmark.position AS landmark,
           landmark.kind AS landmark_kind, street.axis,
           coalesce(otb.outline, CASE WHEN spots.otb_id IS NULL THEN district.outline END)
               AS ground,
           coalesce(spots.district_id, otb.district_id) AS in_district,
           array_remove(ARRAY[otb.certainty, landmark.certainty, street.certainty,
               CASE WHEN coalesce(spots.otb_id, spots.landmark_id, spots.street_id) IS NULL
                    THEN district.certainty END], NULL) AS certainties,
           (SELECT ST_Collect(bound.position) FROM territory_corner bound
            WHERE bound.id = ANY (spots.bounds)) AS ends
    FROM works_spot spots
    LEFT JOIN territory_corner corner ON corner.id = spots.corner_id
    LEFT JOIN territory_place landmark ON landmark.id = spots.landmark_id
    LEFT JOIN territory_street street ON street.id = spots.street_id
    LEFT JOIN territory_otb otb ON otb.id = spots.otb_id
    LEFT JOIN territory_district district ON district.id = spots.district_id
), shaped AS MATERIALIZED (
    SELECT grounds.*, CASE
        WHEN corner IS NOT NULL THEN corner
        WHEN ST_NumGeometries(ends) > 1 THEN ends
        WHEN axis IS NOT NULL AND ground IS NOT NULL AND ST_Intersects(axis, ground)
            THEN ST_Intersection(axis, ground)
        WHEN axis IS NOT NULL THEN axis
        WHEN landmark IS NOT NULL THEN landmark
        ELSE ground
    END AS shape
    FROM grounds
), pointed AS MATERIALIZED (
    SELECT shaped.*, CASE
        WHEN ST_Dimension(shape) = 2 THEN
            CASE WHEN ST_Covers(shape, ST_Centroid(shape)) THEN ST_Centroid(shape)
                 ELSE ST_PointOnSurface(shape) END
        ELSE ST_ClosestPoint(coalesce(axis, shape), ST_Centroid(shape))
    END AS position
    FROM shaped
)
SELECT spot, level, in_district, otb_id, landmark_id, street_id, position,
       CASE WHEN 'drawn' = ANY (certainties) THEN 'drawn'
            WHEN 'derived' = ANY (certainties) THEN 'derived'
            ELSE 'official' END AS certainty,
       round((%(play_m)s
           + CASE WHEN landmark_kind = 'community' AND street_id IS NULL THEN %(community_m)s
                  WHEN landmark_id IS NOT NULL AND street_id IS NULL THEN %(landmark_m)s
                  ELSE 0 END
           + ST_MaxDistance(ST_Transform(position, %(metric)s), ST_Transform(shape, %(metric)s))
       )::numeric, 1)::float8 AS accuracy_m
FROM pointed;
CREATE TEMP TABLE works_standing ON COMMIT DROP AS
SELECT placed.work_id, placed.ordinal, located.level, placed.words, placed.confidence,
       located.in_district AS district_id, located.otb_id, located.landmark_id,
       located.street_id, located.position, located.accuracy_m, located.certainty
FROM works_placed placed
JOIN works_located located USING (spot)
