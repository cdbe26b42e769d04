-- Exact row counts without count(*): every statement that adds or removes rows of a
-- counted table leaves one line with the difference, in its own transaction, so a reader
-- always sees the count that belongs to the rows it sees. Lines, not a total: a single
-- total would make writers wait for each other.
CREATE SCHEMA IF NOT EXISTS counted;
REVOKE ALL ON SCHEMA counted FROM PUBLIC;

CREATE TABLE IF NOT EXISTS counted.row_delta (relation text NOT NULL, rows bigint NOT NULL);
CREATE INDEX IF NOT EXISTS row_delta_relation ON counted.row_delta (relation);

-- Replaces the lines of one table by their sum. Somebody else folding at this moment, or
-- a transaction that could fail for having folded, is reason enough to leave it.
CREATE OR REPLACE FUNCTION counted.fold(counted_relation text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('transaction_isolation') = 'read committed'
     AND pg_try_advisory_xact_lock(hashtextextended('counted.' || counted_relation, 0)) THEN
    WITH folded AS (
      DELETE FROM counted.row_delta WHERE relation = counted_relation RETURNING rows
    )
    INSERT INTO counted.row_delta
    SELECT counted_relation, sum(rows) FROM folded HAVING count(*) > 0;
  END IF;
END $$;

CREATE OR REPLACE FUNCTION counted.note_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO counted.row_delta
    SELECT TG_TABLE_NAME, count(*) FROM fresh HAVING count(*) > 0;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO counted.row_delta
    SELECT TG_TABLE_NAME, -count(*) FROM gone HAVING count(*) > 0;
  ELSE
    DELETE FROM counted.row_delta WHERE relation = TG_TABLE_NAME;
  END IF;
  IF random() < 0.01 THEN
    PERFORM counted.fold(TG_TABLE_NAME);
  END IF;
  RETURN NULL;
END $$;
