"""Notices: what people are told, through which channel, and what came of it."""
