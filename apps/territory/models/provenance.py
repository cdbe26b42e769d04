"""What every row of the territory says about itself: its source and its certainty."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.territory.terms import Certainty


def source_field() -> models.CharField[str, str]:
    """Where a row's shape comes from: an institution and date, or `demo`."""
    return models.CharField(_("source"), max_length=120)


def certainty_field() -> models.CharField[str, str]:
    """How far a row's shape can be trusted."""
    return models.CharField(_("certainty"), max_length=8, choices=Certainty)


def has_provenance(*, model: str) -> models.CheckConstraint:
    """Refuse a row that does not say where it comes from and how sure it is."""
    return models.CheckConstraint(
        condition=~Q(source="") & Q(certainty__in=Certainty.values),
        name=f"{model}_has_provenance",
        violation_error_message=_("A shape needs its source and its certainty."),
    )
