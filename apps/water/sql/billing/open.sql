-- Working tables of one batch of bills, empty after each commit.
CREATE TEMPORARY TABLE IF NOT EXISTS billing_account (
    account_id bigint PRIMARY KEY,
    connection_id bigint NOT NULL,
    category text NOT NULL,
    party_id bigint,
    tariff_id bigint,
    basis text NOT NULL,
    cubic_metres numeric,
    served numeric NOT NULL,
    fault text
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS billing_line (
    account_id bigint NOT NULL,
    ordinal int NOT NULL,
    price_id bigint,
    text text NOT NULL,
    quantity numeric NOT NULL,
    amount numeric NOT NULL
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS billing_total (
    account_id bigint PRIMARY KEY,
    amount numeric NOT NULL,
    credit numeric NOT NULL
) ON COMMIT DELETE ROWS;
TRUNCATE billing_account, billing_line, billing_total
