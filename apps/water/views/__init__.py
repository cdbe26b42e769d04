"""Pages of the water service."""
