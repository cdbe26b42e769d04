"""Rules that many tables of a feast's day share."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q


def is_one_of(field: str, choices: Any, *, model: str) -> models.CheckConstraint:
    """Refuse a word that is none of the choices."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": choices.values}), name=f"{model}_{field}_is_known"
    )


def is_said(*fields: str, model: str) -> list[models.CheckConstraint]:
    """Refuse texts that are left empty."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{field}__regex": r"\S"}), name=f"{model}_{field}_is_said"
        )
        for field in fields
    ]


def is_more_than_nothing(*fields: str, model: str) -> list[models.CheckConstraint]:
    """Refuse figures of nothing or less; what is unknown (NULL) passes."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{field}__gt": 0}), name=f"{model}_{field}_is_more_than_nothing"
        )
        for field in fields
    ]
