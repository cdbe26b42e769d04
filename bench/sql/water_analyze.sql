-- The planner's statistics after the accounts were made.
ANALYZE
