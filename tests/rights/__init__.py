"""Who may open and use each address: the table of `docs/rights.md`, asked and compared."""
