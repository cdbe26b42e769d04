"""Anything sold in space: what can be held, who holds it, who has it."""
