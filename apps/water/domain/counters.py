"""What a clerk or reader types for a meter's counter, understood or clearly refused."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from geo.errors import Refusal

MOST_M3: Final = Decimal("9999999.999")
"""No household counter has more digits."""
_GROUPED: Final = re.compile(r"(\d{1,3}(?:\.\d{3})+)(?:,(\d{1,3}))?")
_PLAIN: Final = re.compile(r"(\d{1,7})(?:[.,](\d{1,3}))?")


class NoReading(Refusal):
    """The text is no number that a counter could show."""

    def __init__(self, text: str) -> None:
        super().__init__(
            _(
                "“%(text)s” cannot be read as a counter. Nothing was saved; write the "
                "cubic metres like 1234, 1.234 or 1.234,5."
            )
            % {"text": text[:40]}
        )


def read_counter(text: str) -> Decimal:
    """The cubic metres in `text`: a comma before the decimals, points between thousands.

    >>> read_counter("1.234,5"), read_counter("1234.5"), read_counter(" 1 234 m3")
    (Decimal('1234.5'), Decimal('1234.5'), Decimal('1234'))

    Raises:
        NoReading: it is none; `1,234.5` mixes two ways of writing and is not guessed at.
    """
    plain = re.sub(r"\s|m[3³]$", "", text.strip().lower())
    grouped = _GROUPED.fullmatch(plain)
    match = grouped or _PLAIN.fullmatch(plain)
    if match is None:
        raise NoReading(text)
    value = Decimal(f"{match[1].replace('.', '')}.{match[2] or 0}")
    if value > MOST_M3:
        raise NoReading(text)
    return value if match[2] else Decimal(int(value))
