"""Names compared as people mean them, not as they happen to be typed."""

from __future__ import annotations

import unicodedata


def fold(name: str) -> str:
    """A name without case, accents, spaces and marks, for matching columns and words.

    >>> fold("Código_Cat."), fold("  ÑANDÚ 2 "), fold("@id")
    ('codigocat', 'nandu2', 'id')
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
