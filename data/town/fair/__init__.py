"""Invented feasts along an avenue, planned and sold by the acts of the registers."""

from data.town.fair.inventing import CODE, invent_fair
from data.town.fair.together import close_lots, open_lots

__all__ = ["CODE", "close_lots", "invent_fair", "open_lots"]
