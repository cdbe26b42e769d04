"""The demonstration's water service: networks, users, months of bills and payments."""
