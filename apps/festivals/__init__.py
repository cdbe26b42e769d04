"""Feasts whose ground is planned, checked and sold stand by stand."""
