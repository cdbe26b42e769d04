"""Kinds of paper: a name for ever, a title, and the template that draws it.

A system registers its kinds when it is ready; this register has one of its own, a plain
certificate of some sentences and rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.errors import Refusal


@dataclass(frozen=True, kw_only=True)
class DocumentKind:
    """A kind of paper that an office issues."""

    name: str
    """As `treasury.receipt`: kept with every paper, so never changed."""
    title: str | Promise
    template: str
    """Extends `documents/paper/base.html`; gets what `issue_document` is given."""


class UnknownKind(Refusal):
    """No system issues papers of this kind."""

    def __init__(self, name: str) -> None:
        super().__init__(_("Papers of the kind “%s” are not issued here.") % name)


_kinds: Final[dict[str, DocumentKind]] = {}


def register_kind(kind: DocumentKind) -> DocumentKind:
    """Let papers of this kind be issued."""
    return _kinds.setdefault(kind.name, kind)


def kind_called(name: str) -> DocumentKind:
    """The kind of paper of this name.

    Raises:
        UnknownKind: no system has registered it.
    """
    if name not in _kinds:
        raise UnknownKind(name)
    return _kinds[name]


CERTIFICATE: Final = register_kind(
    DocumentKind(
        name="documents.certificate",
        title=gettext_lazy("Certificate"),
        template="documents/paper/certificate.html",
    )
)
"""`paragraphs`: sentences; `rows`: pairs of a word and what it is."""
