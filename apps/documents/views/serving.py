"""Bytes that people handed in or were given, sent so that no browser runs them."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

SHOWN: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
"""Types that a browser may show by itself; all others are saved."""
POLICY: Final = (
    "default-src 'none'; img-src 'self'; style-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; sandbox"
)


def served(content: bytes, media_type: str, *, name: str, digest: str) -> HttpResponse:
    """The answer with these bytes, kept by nobody but the reader's own browser."""
    is_shown = media_type in SHOWN
    kind = f"{media_type}; charset=utf-8" if media_type == "text/plain" else media_type
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=not is_shown, filename=name) or "inline"
    )
    answer["Content-Security-Policy"] = POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-cache"
    answer["ETag"] = f'"{digest[:32]}"'
    return answer
