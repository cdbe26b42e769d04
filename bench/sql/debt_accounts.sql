-- So many accounts of one operator, spread over the OTBs of the town, the same every time:
-- each with a debtor, and a month in which it began to owe (two in five do).
CREATE TEMPORARY TABLE bench_debt (account_id bigint, party_id bigint, months int);
WITH party AS (
    INSERT INTO people_party (kind, name, recorded_by)
    SELECT 'person', format('Deudor %%s', n), 'bench'
    FROM generate_series(1, %(count)s) n
    RETURNING id
), operator AS (
    INSERT INTO water_operator (code, name, kind, is_billed_here, telephone, address, source)
    VALUES ('bench', 'Bench', 'municipal', true, '', '', 'bench')
    RETURNING id
), otb AS (
    SELECT id, district_id, outline, row_number() OVER (ORDER BY id) AS place,
           count(*) OVER () AS of
    FROM territory_otb
), spread AS (
    SELECT otb.id AS otb_id, otb.district_id,
           row_number() OVER () AS ordinal, point.geom AS position
    FROM otb
    CROSS JOIN LATERAL ST_Dump(ST_GeneratePoints(
        outline, (%(count)s / otb.of + 1)::int, 7)) point
    LIMIT %(count)s
), placed AS (
    SELECT spread.*, zone.id AS zone_id, street.id AS street_id
    FROM spread
    LEFT JOIN LATERAL (
        SELECT id FROM territory_zone zone
        WHERE ST_Covers(zone.outline, spread.position) LIMIT 1) zone ON true
    CROSS JOIN LATERAL (
        SELECT id FROM territory_street ORDER BY axis <-> spread.position LIMIT 1) street
), connection AS (
    INSERT INTO water_connection (operator_id, position, state, address, district_id, otb_id,
                                  zone_id, street_id)
    SELECT operator.id, position, 'active', ordinal::text, district_id, otb_id, zone_id,
           street_id
    FROM placed, operator
    RETURNING id, operator_id, address
), account AS (
    INSERT INTO water_account (operator_id, number, connection_id, category, state,
                               is_metered, days)
    SELECT operator_id, address, id, 'domestic', 'active', false, '[2020-01-01,)'
    FROM connection
    RETURNING id, number
)
INSERT INTO bench_debt
SELECT account.id, party.id,
       CASE WHEN random() < 0.4 THEN (random() ^ 2 * 24)::int + 1 ELSE 0 END
FROM account
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS ordinal FROM party) party
  ON party.ordinal = account.number::bigint
