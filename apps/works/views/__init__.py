"""Pages of public works."""
