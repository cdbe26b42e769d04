"""Columns of money: numeric, two decimals, never float."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.db import models
from django.utils.functional import Promise

DIGITS: Final = 14
CENTAVOS: Final = 2


def money_field(
    title: str | Promise, *, default: Decimal | None = None
) -> models.DecimalField[Decimal | int | str, Decimal]:
    """An amount in bolivianos, exact to the centavo."""
    if default is None:
        return models.DecimalField(title, max_digits=DIGITS, decimal_places=CENTAVOS)
    return models.DecimalField(
        title, max_digits=DIGITS, decimal_places=CENTAVOS, default=default
    )


def is_positive(field: str, *, model: str) -> models.CheckConstraint:
    """Refuse an amount that is nothing or less."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__gt": 0}), name=f"{model}_{field}_is_positive"
    )


def is_said(*fields: str, model: str) -> list[models.CheckConstraint]:
    """Refuse texts that are left empty."""
    return [
        models.CheckConstraint(
            condition=~models.Q(**{f"{field}__regex": r"^\s*$"}),
            name=f"{model}_{field}_is_said",
        )
        for field in fields
    ]
