-- The first day (of the municipality's clock) on which something may still be recorded: today,
-- or the day on which a transaction began that has not ended.
SELECT (least(clock_timestamp(), min(xact_start)) AT TIME ZONE %(zone)s)::date AS day
FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
