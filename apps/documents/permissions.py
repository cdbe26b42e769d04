"""Acts on numbers, papers and files that can be granted to an office."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from apps.documents.querysets import READ_HISTORY, SEE
from geo.access import Permission

VIEW: Final = Permission(name=SEE, title=_("See series, numbers and papers"))
DRAW: Final = Permission(name="documents.draw", title=_("Draw a number from a series"))
KEEP_SERIES: Final = Permission(
    name="documents.series", title=_("Open a series and say how its numbers are printed")
)
ANNUL: Final = Permission(name="documents.annul", title=_("Annul a number or a paper"))
ISSUE: Final = Permission(name="documents.issue", title=_("Issue a paper"))
ATTACH: Final = Permission(name="documents.attach", title=_("Add and read attached files"))
AUDIT: Final = Permission(
    name=READ_HISTORY, title=_("Read and export the history of every record")
)
