"""The demonstration's water service: networks, users, five years of bills and payments."""
