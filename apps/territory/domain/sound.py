"""How a name sounds, for words of Quechua and Aymara that everybody spells as they hear."""

from __future__ import annotations

import re
from typing import Final

_RULES: Final = tuple(
    (re.compile(pattern), heard)
    for pattern, heard in (
        (r"[?]", ""),
        (r"qh|kh|ck|q'|k'|qu(?=[ei])|q|c(?=[^eih]|$)", "k"),
        (r"c(?=[ei])|z|x", "s"),
        (r"ch", "C"),
        (r"ph", "p"),
        (r"gu(?=[ei])", "g"),
        (r"\b(?:hu|gu|w|u)(?=[aeio])", "w"),
        (r"g(?=[ei])", "j"),
        (r"v", "b"),
        (r"ll", "y"),
        (r"jn|nn", "n"),
        (r"(?<=t)h|h", ""),
        (r"(.)\1", r"\1"),
    )
)
"""In order; what stands on the left is heard as what stands on the right."""


def sound(key: str) -> str:
    """Fold a key further, so that spellings that are read aloud alike are equal.

    >>> sound("llauquenquiri") == sound("llaukenkiri")
    True
    >>> sound("khorapata") == sound("corapata"), sound("rufino benavides")
    (True, 'rufino benabides')
    """
    for written, heard in _RULES:
        key = written.sub(heard, key)
    return key.lower()
