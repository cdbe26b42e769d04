"""Amounts of money in sentences."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format


def written(amount: Decimal) -> str:
    """An amount as it is written here, its thousands apart like those of the pages."""
    return number_format(amount, force_grouping=True)
