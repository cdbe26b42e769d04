"""What supervisors and cashiers type."""

from __future__ import annotations

from typing import Final

LONGEST: Final = 240


def read_text(text: str) -> str:
    """One line of text as it is kept."""
    return " ".join(text.replace("\0", "").split())[:LONGEST]
