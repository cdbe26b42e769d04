"""Numbers as people type them into spreadsheets."""

from __future__ import annotations


def decimal_mark(samples: list[str]) -> str:
    """The decimal mark of a column: a comma if most of its values have one.

    >>> decimal_mark(["-66,28", "-66,3"]), decimal_mark(["-66.28", "797123"])
    (',', '.')
    """
    commas = sum("," in sample for sample in samples)
    return "," if commas * 2 > len(samples) else "."


def number(text: str, decimal: str) -> float | None:
    """Read a coordinate; None when it is none. Spaces group digits, so does the other mark.

    >>> number("797.123,45", ","), number(" -66.28 ", "."), number("17°23'", ".")
    (797123.45, -66.28, None)
    >>> number("", ".") is None
    True
    """
    plain = text.strip().replace(" ", "").replace("\u00a0", "").replace("_", "?")
    if decimal == ",":
        plain = plain.replace(".", "").replace(",", ".")
    elif "." in plain:
        plain = plain.replace(",", "")
    try:
        return float(plain)
    except ValueError:
        return None
