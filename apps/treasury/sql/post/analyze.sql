-- Many rows: let the planner know how many. For a few it costs more than it gains; so does
-- looking into columns that nothing is joined by, or at more of the keys than tells apart a
-- single one from one of several lines.
SET LOCAL default_statistics_target = 10;
ANALYZE posting_charge (key), posting_priced (key);
SET LOCAL default_statistics_target = DEFAULT
