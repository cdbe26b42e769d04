"""Water accounts along a street, for collectors in tests."""
