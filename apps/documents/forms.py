"""What the pages of documents are asked for and told."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _

from apps.documents.terms import SeriesKind
from apps.people.models import Office
from geo.errors import Refusal


class NotFilledIn(Refusal):
    """Something in the form is missing or cannot be read."""


def read_year(query: QueryDict) -> int | None:
    """The year in `gestion=`; None when it is no year."""
    text = query.get("gestion", "")
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None


def read_series(form: QueryDict) -> tuple[Office, SeriesKind, int, str]:
    """Office, kind, year and template of the series that the form asks for.

    Raises:
        NotFilledIn: one of them is missing or unknown.
    """
    office = Office.objects.filter(code=form.get("oficina", "")).first()
    kind, year = form.get("tipo", ""), read_year(form)
    template = form.get("plantilla", "").strip()
    if office is None or kind not in SeriesKind.values or not template:
        raise NotFilledIn(_("Choose an office and a kind, and say how it is printed."))
    if year is None or year < 1900 or year > 2999:
        raise NotFilledIn(_("The year has four digits, as 2026."))
    return office, SeriesKind(kind), year, template
