"""Registers and municipal systems."""
