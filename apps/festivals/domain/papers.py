"""Papers of the feasts."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from apps.documents.domain.kinds import DocumentKind, register_kind

PATENT: Final = register_kind(
    DocumentKind(
        name="festivals.patent",
        title=_("Patent for a feast"),
        template="festivals/paper/patent.html",
    )
)
"""`festival`; `holder`; `substitutes`; `rows`: the modules with their trade, frontage and
depth; `seats`: codes of single seats."""

CLOSING: Final = register_kind(
    DocumentKind(
        name="festivals.closing",
        title=_("Closing report of a feast"),
        template="festivals/paper/closing.html",
    )
)
"""`festival`; `closing`: its figures, without anybody's name."""
