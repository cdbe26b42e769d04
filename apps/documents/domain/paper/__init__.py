"""Papers drawn: HTML to PDF, the code that verifies them, the picture of their place."""
