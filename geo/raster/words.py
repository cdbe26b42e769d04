"""Heights in words, with what they are worth."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from geo.raster.about import About

WORTH_SAYING_M = 5.0
"""Less doubt than this needs no words beside a height told in whole metres."""


def above_sea(metres: float) -> str:
    """A height in whole metres above sea level, as the reader's language writes it."""
    return _("%(metres)s m above sea level") % {
        "metres": number_format(round(metres), force_grouping=True)
    }


def trust(about: About) -> str:
    """What must be known before a height is used; empty when there is nothing to say."""
    if about.synthetic:
        return _("Invented relief of the demonstration: not for use.")
    doubt = max(about.accuracy_m, about.quantum_m / 2)
    if doubt >= WORTH_SAYING_M:
        return _("give or take %(metres)d m") % {"metres": round(doubt)}
    return ""
