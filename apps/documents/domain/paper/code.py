"""The code on a paper by which anyone may verify it."""

from __future__ import annotations

import secrets
from typing import Final

import segno
from django.utils.safestring import SafeString, mark_safe

TOKEN_BYTES: Final = 16
"""128 bits: nobody finds one by trying."""


def new_token() -> str:
    """A code that was never given out and cannot be guessed."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def qr_svg(text: str) -> SafeString:
    """The QR code of `text` as a drawing for an HTML page."""
    drawing: str = segno.make(text, error="m", micro=False).svg_inline(
        border=2, omitsize=True, svgclass=None, lineclass=None
    )
    return mark_safe(drawing)  # noqa: S308  (squares alone, whatever the text)
