-- Working tables of a list of payments; they are empty after each commit.
CREATE TEMPORARY TABLE IF NOT EXISTS receiving (
    key text NOT NULL,
    debtor_id bigint NOT NULL,
    amount numeric NOT NULL,
    means text NOT NULL,
    cash text NOT NULL,
    payer text NOT NULL,
    entry_id bigint
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS receiving_share (
    entry_id bigint NOT NULL,
    obligation_id bigint NOT NULL,
    owner_id bigint NOT NULL,
    share numeric NOT NULL
) ON COMMIT DELETE ROWS;
DELETE FROM receiving;
DELETE FROM receiving_share
