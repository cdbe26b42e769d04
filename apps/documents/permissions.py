"""Acts on numbers, papers and files that can be granted to an office."""

from __future__ import annotations

from typing import Final

from apps.documents.querysets import READ_HISTORY, SEE
from geo.access import Permission

VIEW: Final = Permission(name=SEE, title="See series, numbers and papers")
DRAW: Final = Permission(name="documents.draw", title="Draw a number from a series")
KEEP_SERIES: Final = Permission(
    name="documents.series", title="Open a series and say how its numbers are printed"
)
ANNUL: Final = Permission(name="documents.annul", title="Annul a number or a paper")
ISSUE: Final = Permission(name="documents.issue", title="Issue a paper")
ATTACH: Final = Permission(name="documents.attach", title="Add and read attached files")
AUDIT: Final = Permission(
    name=READ_HISTORY, title="Read and export the history of every record"
)
