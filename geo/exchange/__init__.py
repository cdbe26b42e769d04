"""Import and export of layers."""
