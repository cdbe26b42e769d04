"""Fields that forms of several systems have."""

from __future__ import annotations

from typing import Any

from django import forms


def day(label: Any, *, required: bool = True) -> forms.DateField:
    """A day, chosen with the browser's own calendar."""
    # Only in this format does a browser show again what was typed.
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


def moment(label: Any) -> forms.DateTimeField:
    """A day and an hour, chosen with the browser's own calendar."""
    attributes = {"type": "datetime-local"}
    widget = forms.DateTimeInput(attrs=attributes, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget)
