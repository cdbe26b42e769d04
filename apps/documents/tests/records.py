"""Offices, series and viewers for the tests of documents."""

from __future__ import annotations

from apps.documents.actions import open_series
from apps.documents.models import Series
from apps.documents.terms import SeriesKind
from apps.people.models import Office
from apps.people.terms import OfficeKind
from geo.access import Viewer

CLERK = Viewer(
    name="funcionaria",
    is_staff=True,
    grants=frozenset(
        f"documents.{act}"
        for act in ("view", "draw", "series", "annul", "issue", "attach", "audit")
    ),
)
READER = Viewer(name="lector", is_staff=True, grants=frozenset({"documents.view"}))


def make_office(code: str = "recaudaciones", *, parent: Office | None = None) -> Office:
    return Office.objects.create(
        code=code,
        name=f"Dirección {code.capitalize()}",
        acronym=code[:3].upper(),
        kind=OfficeKind.DIRECTORATE,
        parent=parent,
    )


def make_series(
    kind: SeriesKind = SeriesKind.RECEIPT, *, office: Office | None = None
) -> Series:
    return open_series(office or make_office(), kind, 2026, by=CLERK)
