"""HTML to PDF, with nothing fetched from anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NoReturn

ARCHIVAL: Final = "pdf/a-3u"
"""For archives (ISO 19005): typefaces inside, text that can be read out."""


class Fetched(Exception):
    """A template asked for something outside itself; it must be put inside."""


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A finished paper."""

    content: bytes
    pages: int


def render_pdf(html: str) -> Rendered:
    """The PDF of an HTML text that brings all it needs.

    Raises:
        Fetched: it refers to a file or address; none is opened.
    """
    from weasyprint import HTML  # a second to load: only who makes papers waits for it

    tried: list[str] = []

    def refuse(url: str, *_more: Any, **_named: Any) -> NoReturn:
        tried.append(url)
        raise ValueError("papers fetch nothing")

    document = HTML(string=html, url_fetcher=refuse).render()
    content: bytes = document.write_pdf(pdf_variant=ARCHIVAL)
    if tried:
        raise Fetched(tried[0])
    return Rendered(content=content, pages=len(document.pages))
