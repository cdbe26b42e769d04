"""Measures the platform beside bare SQL that gives the same answers."""
