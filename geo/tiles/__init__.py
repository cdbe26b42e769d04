"""Vector tiles of published layers: one SQL statement each, filters respected."""
