-- What is about to be kept, account by account; empty after each commit.
CREATE TEMPORARY TABLE IF NOT EXISTS kept_debt (
    account_id bigint NOT NULL,
    district_id bigint,
    otb_id bigint,
    zone_id bigint,
    street_id bigint,
    position geometry(Point, 4326),
    is_whole boolean NOT NULL,
    obligations int NOT NULL,
    total numeric NOT NULL,
    "current" numeric NOT NULL,
    one numeric NOT NULL,
    two numeric NOT NULL,
    three_to_six numeric NOT NULL,
    seven_to_twelve numeric NOT NULL,
    older numeric NOT NULL,
    age int NOT NULL,
    oldest date NOT NULL,
    end_day date
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS moved_account (
    account_id bigint NOT NULL
) ON COMMIT DELETE ROWS;
DELETE FROM kept_debt;
DELETE FROM moved_account
