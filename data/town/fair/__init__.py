"""Invented feasts along an avenue, planned and sold by the acts of the registers."""

from data.town.fair.inventing import invent_fair

__all__ = ["invent_fair"]
