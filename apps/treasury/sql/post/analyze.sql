-- Many rows: let the planner know how many. For a few it costs more than it gains.
ANALYZE posting_charge, posting_priced
