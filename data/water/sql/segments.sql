-- Pieces of street in the ground of an operator, as texts of longitude and latitude, from its
-- middle outwards: what is left out lies at the rim.
SELECT segment.id,
       (SELECT string_agg(round(ST_X(geom)::numeric, 7) || ' ' || round(ST_Y(geom)::numeric, 7),
                          ',' ORDER BY path)
        FROM ST_DumpPoints(segment.axis)) AS points
FROM territory_streetsegment segment
JOIN water_coverage cover
  ON cover.operator_id = %(operator)s AND upper_inf(cover.days)
 AND ST_Covers(cover.ground, segment.axis)
ORDER BY segment.axis <-> ST_Centroid(cover.ground), segment.id
LIMIT %(most)s
