"""Rules that many tables of the water service share."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q


def has_days(*, model: str, field: str = "days") -> models.CheckConstraint:
    """Refuse a range of days that is empty or has no first day."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isempty": False, f"{field}__lower_inf": False}),
        name=f"water_{model}_{field}_have_a_beginning",
    )


def is_one_of(field: str, choices: Any, *, model: str) -> models.CheckConstraint:
    """Refuse a word that is none of the choices."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": choices.values}),
        name=f"water_{model}_{field}_is_known",
    )


def is_said(*fields: str, model: str) -> list[models.CheckConstraint]:
    """Refuse texts that are left empty."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{field}__regex": r"\S"}),
            name=f"water_{model}_{field}_is_said",
        )
        for field in fields
    ]


def is_not_negative(*fields: str, model: str) -> list[models.CheckConstraint]:
    """Refuse figures below nothing; what is unknown (NULL) passes."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{field}__gte": 0}),
            name=f"water_{model}_{field}_is_not_negative",
        )
        for field in fields
    ]


def territory(model: str) -> models.ForeignKey[Any, Any]:
    """A row of the territory the place lies in, found when the place is written."""
    return models.ForeignKey(
        f"territory.{model}",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
