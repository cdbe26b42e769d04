"""Writing down that somebody of the staff looked at personal data."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from apps.people.models import LayerRead, PersonalDataRead
from apps.people.terms import Door
from geo.access import Viewer
from geo.published.looks import Look


@transaction.atomic
def note_looks(parties: Iterable[int], *, door: Door, detail: str = "", by: Viewer) -> None:
    """Write down that `by` was shown these parties; who looks at oneself is not noted.

    It is no act that can be granted: whoever sees is written down.
    """
    PersonalDataRead.objects.bulk_create(
        PersonalDataRead(
            by=by.name or "-",
            by_person_id=by.person_id,
            party_id=party,
            door=door,
            detail=detail[:200],
        )
        for party in parties
        if party != by.person_id
    )


def note_layer_look(look: Look) -> None:
    """Write down that rows of a layer that is about people were given to staff."""
    LayerRead.objects.create(
        by=look.by.name or "-",
        by_person_id=look.by.person_id,
        layer=look.layer,
        way=look.way,
        rows=look.rows,
        detail=look.door,
    )
