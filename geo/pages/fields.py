"""Fields that forms of several systems have."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from geo.pages.typed import FIRST_DAY, LAST_DAY


def day(label: Any, *, required: bool = True) -> forms.DateField:
    """A day, chosen with the browser's own calendar."""
    # Only in this format does a browser show again what was typed.
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    within = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
    return forms.DateField(label=label, required=required, widget=widget, validators=within)


def moment(label: Any) -> forms.DateTimeField:
    """A day and an hour, chosen with the browser's own calendar."""
    attributes = {"type": "datetime-local"}
    widget = forms.DateTimeInput(attrs=attributes, format="%Y-%m-%dT%H:%M")
    within = [
        MinValueValidator(_midnight(FIRST_DAY)),
        MaxValueValidator(_midnight(LAST_DAY)),
    ]
    return forms.DateTimeField(label=label, widget=widget, validators=within)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
