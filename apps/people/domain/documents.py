"""Identity documents as people write them, read into their parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from apps.people.terms import Department, DocumentKind

_CI: Final = re.compile(
    r"(?:C\.?I\.?\s*)?(?P<number>\d{4,8})(?:\s*-\s*(?P<complement>\d[A-Z]))?"
    r"(?:\s+|\s*-\s*)?(?P<issued_in>[A-Z]{2})?"
)


@dataclass(frozen=True, kw_only=True)
class DocumentText:
    """The parts of a document; empty text for a part that was not given."""

    kind: str
    number: str
    complement: str = ""
    issued_in: str = ""


def read_ci(text: str) -> DocumentText | None:
    """The identity card that `text` means, or None if it means no card.

    >>> read_ci("1234567-1A CB")
    DocumentText(kind='ci', number='1234567', complement='1A', issued_in='CB')
    >>> read_ci("C.I. 1.234.567")
    DocumentText(kind='ci', number='1234567', complement='', issued_in='')
    >>> read_ci("Mamani") is None
    True
    """
    bare = re.sub(r"(?<=\d)\.(?=\d)", "", text.strip().upper())
    found = _CI.fullmatch(bare)
    if found is None:
        return None
    issued_in = found["issued_in"] or ""
    if issued_in and issued_in not in Department.values:
        return None
    return DocumentText(
        kind=DocumentKind.CI.value,
        number=found["number"].lstrip("0"),
        complement=found["complement"] or "",
        issued_in=issued_in,
    )


def tidy_number(text: str) -> str:
    """A document's number without the marks that people set into it.

    >>> tidy_number(" 1.234.567 "), tidy_number("e-12345")
    ('1234567', 'E-12345')
    """
    return re.sub(r"[.\s]", "", text).upper()
