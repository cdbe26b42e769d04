-- What the peers are pointed at: the same rows and columns as ours, under one name each.
-- They join and choose columns by views, because their settings cannot.
CREATE OR REPLACE VIEW peer_place_names AS
SELECT id, name, kind, source, certainty, position
FROM territory_place;

CREATE OR REPLACE VIEW peer_parcels AS
SELECT
  parcel.id, parcel.code, district.number AS district, otb.name AS otb, parcel.certainty,
  parcel.footprint
FROM territory_parcel AS parcel
LEFT JOIN territory_district AS district ON district.id = parcel.district_id
LEFT JOIN territory_otb AS otb ON otb.id = parcel.otb_id;
