"""Facts about the town, the demonstration town, and external sources."""
