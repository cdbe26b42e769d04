-- The least that stores the same accounts in the same tables, with their constraints, indexes
-- and guards: parties, connections where they lie, accounts, holders, meters, and what a fifth
-- of them owes for three months. Nothing is looked for twice, nothing is refused or told, and
-- nothing can be taken back.
CREATE TEMPORARY TABLE fresh AS
SELECT row_number() OVER () AS ordinal, operator.id AS operator_id, cuenta, usuario, ci,
       CASE categoria WHEN 'COMERCIAL' THEN 'commercial' ELSE 'domestic' END AS category,
       nullif(medidor, '') AS meter, direccion, replace(deuda, ',', '.')::numeric AS debt,
       ST_SetSRID(ST_MakePoint(lon, lat), 4326) AS position,
       nextval(pg_get_serial_sequence('people_party', 'id')) AS party_id,
       nextval(pg_get_serial_sequence('water_connection', 'id')) AS connection_id,
       nextval(pg_get_serial_sequence('water_account', 'id')) AS account_id
FROM bench_padron
JOIN water_operator operator ON operator.code = bench_padron.operador;
CREATE INDEX ON fresh USING gist (position);
ANALYZE fresh;
CREATE TEMPORARY TABLE spot AS
SELECT fresh.ordinal, district.id AS district_id, otb.id AS otb_id, zone.id AS zone_id,
       street.id AS street_id, parcel.id AS parcel_id
FROM fresh
LEFT JOIN LATERAL (
    SELECT id FROM territory_district WHERE ST_Covers(outline, fresh.position) LIMIT 1
) district ON true
LEFT JOIN LATERAL (
    SELECT id FROM territory_otb WHERE ST_Covers(outline, fresh.position)
    ORDER BY ST_Area(outline), id LIMIT 1
) otb ON true
LEFT JOIN LATERAL (
    SELECT id FROM territory_zone WHERE ST_Covers(outline, fresh.position) LIMIT 1
) zone ON true
LEFT JOIN LATERAL (
    SELECT id FROM territory_street WHERE ST_DWithin(axis, fresh.position, 0.0006)
    ORDER BY axis <-> fresh.position LIMIT 1
) street ON true
LEFT JOIN LATERAL (
    SELECT id FROM territory_parcel WHERE ST_DWithin(footprint, fresh.position, 0.00003)
    ORDER BY footprint <-> fresh.position LIMIT 1
) parcel ON true;
ANALYZE spot;
INSERT INTO people_party (id, kind, name, recorded_by)
SELECT party_id, 'person', usuario, 'bench' FROM fresh;
INSERT INTO people_person (party_id, given_names, first_surname, second_surname,
    document_kind, document_number, complement, issued_in)
SELECT party_id, split_part(usuario, ' ', 1), split_part(usuario, ' ', 2),
       split_part(usuario, ' ', 3), 'ci', ci, '', ''
FROM fresh;
INSERT INTO water_connection (id, operator_id, position, parcel_id, state, address,
    district_id, otb_id, zone_id, street_id)
SELECT connection_id, operator_id, position, parcel_id, 'active', direccion, district_id,
       otb_id, zone_id, street_id
FROM fresh JOIN spot USING (ordinal);
INSERT INTO water_account (id, operator_id, number, connection_id, category, state,
    is_metered, days)
SELECT account_id, operator_id, cuenta, connection_id, category, 'active',
       meter IS NOT NULL, '[2026-06-01,)'
FROM fresh;
INSERT INTO water_holding (account_id, party_id, days, basis, recorded_by)
SELECT account_id, party_id, '[2026-06-01,)', 'bench', 'bench' FROM fresh;
WITH meter AS (
    INSERT INTO water_meter (operator_id, serial, brand, digits)
    SELECT operator_id, meter, '', 5 FROM fresh WHERE meter IS NOT NULL
    RETURNING id, serial
)
INSERT INTO water_meterfitting (meter_id, connection_id, days, first_value, reason,
    recorded_by)
SELECT meter.id, fresh.connection_id, '[2026-06-01,)', 0, 'bench', 'bench'
FROM meter JOIN fresh ON fresh.meter = meter.serial;
WITH month AS (
    SELECT month, ('2026-05-01'::date - make_interval(months => month))::date AS first,
           nextval(pg_get_serial_sequence('treasury_entry', 'id')) AS entry_id
    FROM generate_series(0, 2) month
), entry AS (
    INSERT INTO treasury_entry (id, kind, booked_on, recorded_at, recorded_by, why)
    SELECT entry_id, 'charge', first, now(), 'bench', 'bench' FROM month
), price AS (
    SELECT price.id, price.concept_id, concept.income_id
    FROM treasury_concept concept JOIN treasury_price price ON price.concept_id = concept.id
    WHERE concept.code = 'water.opening'
), owed AS (
    INSERT INTO treasury_obligation
        (key, concept_id, debtor_id, entry_id, charged_on, due_on, amount, outstanding,
         state, about_kind, about_id, place, district_id, otb_id, zone_id, street_id)
    SELECT 'water:opening:' || fresh.ordinal || ':' || month.month, price.concept_id,
           fresh.party_id, month.entry_id, month.first,
           (month.first + interval '1 month - 1 day')::date, debt / 3, debt / 3, 'open',
           'water.account', fresh.account_id::text, fresh.position, district_id, otb_id,
           zone_id, street_id
    FROM fresh JOIN spot USING (ordinal), month, price
    WHERE fresh.debt > 0
    RETURNING id, debtor_id, amount, entry_id
), line AS (
    INSERT INTO treasury_line
        (obligation_id, ordinal, concept_id, price_id, text, quantity, unit_amount, amount)
    SELECT owed.id, 1, price.concept_id, price.id, 'Bench', owed.amount, 1, owed.amount
    FROM owed, price
), balance AS (
    INSERT INTO treasury_balance AS balance (party_id, owed, advances, refunds)
    SELECT debtor_id, sum(amount), 0, 0 FROM owed GROUP BY debtor_id
)
INSERT INTO treasury_leg (entry_id, account_id, amount, party_id, obligation_id)
SELECT entry_id, 'receivable', amount, debtor_id, id FROM owed
UNION ALL
SELECT owed.entry_id, price.income_id, -sum(owed.amount), NULL, NULL
FROM owed, price GROUP BY owed.entry_id, price.income_id
