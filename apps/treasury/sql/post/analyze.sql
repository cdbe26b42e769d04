-- Many rows: let the planner know how many. For a few it costs more than it gains; so does
-- looking into columns that nothing is joined by.
ANALYZE posting_charge (key), posting_priced (key)
