"""HTML to PDF, with nothing fetched from anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NoReturn

ARCHIVAL: Final = "pdf/a-3u"
"""For archives (ISO 19005): typefaces inside, text that can be read out."""


class Fetched(Exception):
    """A template asked for something outside itself; it must be put inside."""


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A finished paper."""

    content: bytes
    pages: int


class _NoFetcher:
    """Stands where WeasyPrint wants a fetcher, remembers what is asked, gives nothing."""

    _fail_on_errors = False

    def __init__(self) -> None:
        self.tried: list[str] = []

    def __call__(self, url: str) -> NoReturn:
        self.tried.append(url)
        raise ValueError("papers fetch nothing")


def render_pdf(html: str) -> Rendered:
    """The PDF of an HTML text that brings all it needs.

    Raises:
        Fetched: it refers to a file or address; none is opened.
    """
    from weasyprint import HTML  # a second to load: only who makes papers waits for it

    fetcher = _NoFetcher()
    document = HTML(string=html, url_fetcher=fetcher).render()
    content: bytes = document.write_pdf(pdf_variant=ARCHIVAL)
    if fetcher.tried:
        raise Fetched(fetcher.tried[0])
    return Rendered(content=content, pages=len(document.pages))
