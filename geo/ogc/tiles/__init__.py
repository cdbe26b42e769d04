"""Tiles as the standards describe them: sets, TileJSON, styles."""
