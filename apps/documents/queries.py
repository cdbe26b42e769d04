"""Questions about numbers, papers and files that others may ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import Model, Q

from apps.documents.domain.changes import Key
from apps.documents.domain.titles import models_by_table
from apps.documents.domain.tokens import Printed
from apps.documents.models import Attachment, Document, Series
from apps.documents.terms import SeriesKind
from apps.people.models import Office

PRIVATE: Final = frozenset({"people"})
"""Apps whose records are people: who looks at them is written down, elsewhere than here."""
PUBLIC: Final = frozenset({"people_office", "people_post"})
DEEPEST: Final = 12
"""Levels of an organisation chart; a longer chain is a circle."""
CHAIN_SEPARATOR: Final = "-"
WORDS: Final = {
    SeriesKind.CITE: "CITE",
    SeriesKind.PERMIT: "PERMISO",
    SeriesKind.RECEIPT: "RECIBO",
    SeriesKind.ACT: "ACTA",
}
"""What the token `{kind}` prints: papers are written in Spanish."""


def names_of(keys: Iterable[Key]) -> dict[Key, str]:
    """What records are called by now; those that are gone, or are people, are left out."""
    wanted: dict[str, set[str]] = {}
    for table, key in keys:
        wanted.setdefault(table, set()).add(key)
    named: dict[Key, str] = {}
    for table, some in wanted.items():
        model = models_by_table().get(table)
        if model is None or (model._meta.app_label in PRIVATE and table not in PUBLIC):
            continue
        for each in model._base_manager.filter(pk__in=some):
            name = str(each)
            if name and name != Model.__str__(each):
                named[table, str(each.pk)] = name
    return named


def acronym_of(office: Office) -> str:
    """How an office signs: its acronym, or its code in capitals."""
    return office.acronym or office.code.upper()


def chain_of(office: Office) -> str:
    """Acronyms of the offices above `office` and its own, from the top down."""
    names: list[str] = []
    each: Office | None = office
    while each is not None and len(names) < DEEPEST:
        names.append(acronym_of(each))
        each = each.parent
    return CHAIN_SEPARATOR.join(reversed(names))


def printed(series: Series, number: int) -> Printed:
    """What the tokens of the series' template stand for in one number."""
    return Printed(
        office=acronym_of(series.office),
        chain=chain_of(series.office),
        kind=WORDS[SeriesKind(series.kind)],
        number=number,
        year=series.year,
    )


def is_replaced(document: Document) -> bool:
    """Whether a paper that counts stands under the same number, or for the same thing."""
    counting = Document.objects.filter(kind=document.kind, annulled_at=None)
    same = Q(about_kind=document.about_kind, about_id=document.about_id)
    if document.number_id is not None:
        same |= Q(number=document.number_id)
    return counting.filter(same).exists()


def find_document(token: str) -> Document | None:
    """The issued paper that this verification code belongs to."""
    found = Document.objects.select_related("number").filter(token=token)
    return found.first() if token else None


def attachments_of(about_kind: str, about_id: str) -> list[Attachment]:
    """Files that hang on a thing and were not withdrawn, in the order they came."""
    found = Attachment.objects.filter(
        about_kind=about_kind, about_id=about_id, withdrawn_at=None
    )
    return list(found.order_by("pk"))
