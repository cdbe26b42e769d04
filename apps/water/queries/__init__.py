"""Questions about the water service."""
