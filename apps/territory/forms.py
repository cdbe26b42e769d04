"""What a page of the territory is asked for."""

from __future__ import annotations

from django.http import QueryDict

from apps.territory.terms import FindingKind


def read_kind(query: QueryDict) -> FindingKind | None:
    """The kind of finding in `tipo=`; none, hence all, when it names none we know."""
    asked = query.get("tipo", "")
    return FindingKind(asked) if asked in FindingKind.values else None
