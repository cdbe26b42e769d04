"""Words of the register of documents and what each means."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SeriesKind(TextChoices):
    """What a series numbers; each office counts each kind anew every year."""

    CITE = "cite", _("cite")
    PERMIT = "permit", _("permit")
    RECEIPT = "receipt", _("receipt")
    ACT = "act", _("official act")


class NumberState(TextChoices):
    """What became of a number. None is ever taken out of its series."""

    DRAWN = "drawn", _("in use")
    RESERVED = "reserved", _("reserved")
    ANNULLED = "annulled", _("annulled")


class HistoryAct(TextChoices):
    """What happened to a record."""

    ADDED = "added", _("added")
    CHANGED = "changed", _("changed")
    REMOVED = "removed", _("removed")
    UNLOCKED = "unlocked", _("unlocked by an administrator")


DEFAULT_TEMPLATE: Final = "{office}/{kind}/{number:04}/{year}"
"""How a number is printed where the office did not say otherwise."""
