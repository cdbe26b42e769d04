-- Parcels further than `reach_m` metres (metric CRS) from every street axis.
INSERT INTO finding_now
SELECT 'parcel-without-street', parcel.code, ST_Area(parcel.footprint::geography),
       parcel.footprint
FROM territory_parcel parcel
WHERE EXISTS (SELECT FROM territory_streetsegment)
  AND NOT EXISTS (
      SELECT FROM territory_streetsegment segment
      WHERE ST_DWithin(
          segment.axis_metric, ST_Transform(parcel.footprint, %(metric)s), %(reach_m)s
      )
  )
