-- Working tables of one posting; whoever posts fills posting_charge and posting_line, by
-- COPY or with INSERT … SELECT from tables of its own. Who knows where the things lie fills
-- posting_spot too (0: in none), and they are not looked for. The tables are empty after each
-- commit, and stay for the next posting of the session: making them costs more than filling.
CREATE TEMPORARY TABLE IF NOT EXISTS posting_charge (
    ordinal int GENERATED ALWAYS AS IDENTITY,
    key text NOT NULL,
    debtor_id bigint NOT NULL,
    concept_id bigint NOT NULL,
    due_on date NOT NULL,
    priced_on date,
    about_kind text NOT NULL,
    about_id text NOT NULL,
    place geometry(Geometry, 4326),
    late_on_id bigint
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS posting_line (
    key text NOT NULL,
    ordinal int NOT NULL,
    price_id bigint,
    late_rule_id bigint,
    text text NOT NULL DEFAULT '',
    quantity numeric NOT NULL
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS posting_priced (
    key text NOT NULL,
    ordinal int NOT NULL,
    concept_id bigint,
    price_id bigint,
    late_rule_id bigint,
    text text NOT NULL,
    quantity numeric NOT NULL,
    unit_amount numeric,
    amount numeric,
    days daterange
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS posting_spot (
    ordinal int NOT NULL,
    district_id bigint,
    otb_id bigint,
    zone_id bigint,
    street_id bigint
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS posting_posted (
    id bigint NOT NULL,
    key text NOT NULL,
    debtor_id bigint NOT NULL,
    amount numeric NOT NULL
) ON COMMIT DELETE ROWS;
DELETE FROM posting_charge;
DELETE FROM posting_line;
DELETE FROM posting_priced;
DELETE FROM posting_spot;
DELETE FROM posting_posted
