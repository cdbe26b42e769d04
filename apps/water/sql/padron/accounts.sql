-- Connections, accounts, holders and meters of the new rows, in this order.
INSERT INTO water_connection (id, operator_id, position, parcel_id, pressure_zone_id, main_id,
    state, address, district_id, zone_id, otb_id, street_id)
SELECT fresh.connection_id, fresh.operator_id, fresh.position, parcel.id, zone.id, main.id,
       'active', coalesce(fresh.address, ''), nullif(spot.district_id, 0),
       nullif(spot.zone_id, 0), nullif(spot.otb_id, 0), nullif(spot.street_id, 0)
FROM padron_new fresh
LEFT JOIN padron_spot spot ON spot.ordinal = fresh.ordinal
LEFT JOIN LATERAL (
    -- The parcel around the point, or one whose door it is: a tap stands at the fence.
    SELECT id FROM territory_parcel
    WHERE ST_DWithin(footprint, fresh.position, 0.00003)
    ORDER BY footprint <-> fresh.position, id LIMIT 1
) parcel ON true
LEFT JOIN LATERAL (
    SELECT id FROM water_pressurezone
    WHERE operator_id = fresh.operator_id AND ST_Covers(outline, fresh.position)
    ORDER BY id LIMIT 1
) zone ON true
LEFT JOIN LATERAL (
    SELECT id FROM water_asset
    WHERE operator_id = fresh.operator_id AND kind = 'main' AND state <> 'removed'
      AND ST_DWithin(shape, fresh.position, %(reach)s)
    ORDER BY shape <-> fresh.position, id LIMIT 1
) main ON true
ORDER BY fresh.ordinal;
INSERT INTO water_account (id, operator_id, number, connection_id, category, state,
    is_metered, days)
SELECT account_id, operator_id, number, connection_id, category, 'active',
       meter IS NOT NULL, daterange(since, NULL)
FROM padron_new ORDER BY ordinal;
INSERT INTO water_holding (account_id, party_id, days, basis, recorded_by)
SELECT account_id, party_id, daterange(since, NULL), left(%(basis)s || ' ' || source, 160),
       %(by)s
FROM padron_new ORDER BY ordinal;
WITH fitted AS (
    INSERT INTO water_meter (operator_id, serial, brand, digits)
    SELECT operator_id, meter, '',
           greatest(5, least(9, length(trunc(coalesce(meter_value, 0))::text)))
    FROM padron_new WHERE meter IS NOT NULL
    ON CONFLICT (operator_id, serial) DO UPDATE SET serial = excluded.serial
    RETURNING id, operator_id, serial
)
INSERT INTO water_meterfitting (meter_id, connection_id, days, first_value, reason,
    recorded_by)
SELECT fitted.id, fresh.connection_id, daterange(fresh.since, NULL),
       coalesce(fresh.meter_value, 0), left(%(basis)s || ' ' || fresh.source, 160), %(by)s
FROM padron_new fresh
JOIN fitted ON fitted.operator_id = fresh.operator_id AND fitted.serial = fresh.meter;
UPDATE water_padronentry entry
SET account_id = fresh.account_id
FROM padron_new fresh
WHERE fresh.entry_id = entry.id
