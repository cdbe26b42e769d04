"""Settings, addresses and the launcher of one instance."""
