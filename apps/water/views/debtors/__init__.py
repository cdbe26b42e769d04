"""Pages of the debtor map."""
