-- What the rows must at least become: connections with their OTB, accounts, holders, meters, and
-- three months of what a fifth of them owes, without a rule, a history or a duplicate found.
CREATE TABLE bench_connection AS
SELECT row_number() OVER () AS id, cuenta, usuario, ci, categoria, medidor, deuda,
       ST_SetSRID(ST_MakePoint(lon, lat), 4326) AS position
FROM bench_padron;
ALTER TABLE bench_connection ADD PRIMARY KEY (id);
CREATE INDEX ON bench_connection USING gist (position);
CREATE TABLE bench_standing AS
SELECT connection.id, (SELECT otb.id FROM territory_otb otb
                       WHERE ST_Covers(otb.outline, connection.position)
                       ORDER BY ST_Area(otb.outline) LIMIT 1) AS otb_id
FROM bench_connection connection;
ALTER TABLE bench_standing ADD PRIMARY KEY (id);
CREATE TABLE bench_account AS
SELECT id, cuenta AS number, id AS connection_id, categoria FROM bench_connection;
ALTER TABLE bench_account ADD PRIMARY KEY (id);
CREATE UNIQUE INDEX ON bench_account (number);
CREATE TABLE bench_party AS SELECT id, usuario AS name, ci FROM bench_connection;
ALTER TABLE bench_party ADD PRIMARY KEY (id);
CREATE UNIQUE INDEX ON bench_party (ci);
CREATE TABLE bench_holding AS SELECT id, id AS account_id, id AS party_id FROM bench_account;
ALTER TABLE bench_holding ADD PRIMARY KEY (id);
CREATE TABLE bench_meter AS SELECT id, medidor FROM bench_connection WHERE medidor <> '';
ALTER TABLE bench_meter ADD PRIMARY KEY (id);
CREATE TABLE bench_owed AS
SELECT row_number() OVER () AS id, id AS account_id, month,
       replace(deuda, ',', '.')::numeric / 3 AS amount, position
FROM bench_connection, generate_series(1, 3) month
WHERE deuda <> '0,00';
ALTER TABLE bench_owed ADD PRIMARY KEY (id);
CREATE INDEX ON bench_owed (account_id);
CREATE TABLE bench_leg AS
SELECT id AS entry, amount FROM bench_owed UNION ALL SELECT id, -amount FROM bench_owed
