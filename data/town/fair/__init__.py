"""Invented feasts along an avenue, planned and sold by the acts of the registers."""

from data.town.fair.inventing import CODE, invent_fair

__all__ = ["CODE", "invent_fair"]
