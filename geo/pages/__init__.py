"""Generic map pages."""
