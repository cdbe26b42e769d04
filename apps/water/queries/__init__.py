"""Questions about the water service that pages and systems ask."""
