"""Numbers as people type them into spreadsheets."""

from __future__ import annotations


def decimal_mark(samples: list[str]) -> str:
    """The decimal mark of a column: a comma if most of its values have one.

    Values with both marks tell which is which, so where there are any, only they count.

    >>> decimal_mark(["-66,28", "-66,3"]), decimal_mark(["-66.28", "797123"])
    (',', '.')
    >>> decimal_mark(["797.123,45"]), decimal_mark(["797,123.45", "797,124"])
    (',', '.')
    """
    told = [mark for mark in map(_told, samples) if mark]
    commas = sum("," in text for text in told or samples)
    return "," if commas * 2 > len(told or samples) else "."


def _told(text: str) -> str:
    """The decimal mark of a value that has both marks: the last one; else empty."""
    if "," in text and "." in text:
        return max(",.", key=text.rfind)
    return ""


def number(text: str, decimal: str) -> float | None:
    """Read a coordinate; None when it is none. Spaces group digits, so does the other mark.

    A value with both marks says itself which is which, whatever the column does.

    >>> number("797.123,45", ","), number(" -66.28 ", "."), number("17°23'", ".")
    (797123.45, -66.28, None)
    >>> number("797,123.45", ","), number("797.123,45", ".")
    (797123.45, 797123.45)
    >>> number("797,123", ".") is number("1,797.123.45", ".") is number("", ".") is None
    True
    """
    plain = text.strip().replace(" ", "").replace("\u00a0", "").replace("_", "?")
    if (_told(plain) or decimal) == ",":
        plain = plain.replace(".", "").replace(",", ".")
    elif "." in plain:
        plain = plain.replace(",", "")
    try:
        return float(plain)
    except ValueError:
        return None
