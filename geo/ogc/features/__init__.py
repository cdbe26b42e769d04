"""Features over HTTP: reading and editing."""
