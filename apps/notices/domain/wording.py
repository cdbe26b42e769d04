"""Texts with gaps, and the values that fill them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from apps.notices.terms import GAP

_GAP: Final = re.compile(GAP)


def gaps(*texts: str) -> set[str]:
    """Names of the values that the texts ask for.

    >>> sorted(gaps("Hello {name}", "{name} owes {amount}"))
    ['amount', 'name']
    """
    return {name for text in texts for name in _GAP.findall(text)}


def stray_braces(*texts: str) -> bool:
    """Whether a brace stands where no gap is: somebody mistyped one.

    >>> stray_braces("Hello {name}"), stray_braces("Hello {Name}"), stray_braces("{name")
    (False, True, True)
    """
    return any(set("{}") & set(_GAP.sub("", text)) for text in texts)


def filled(text: str, context: Mapping[str, str]) -> str:
    """The text with its values; a value is never read as a text with gaps of its own.

    >>> filled("{a}, {b}", {"a": "{b}", "b": "x"})
    '{b}, x'
    """
    return _GAP.sub(lambda gap: context[gap[1]], text)


def one_line(text: str) -> str:
    """The text on one line: a subject with a line break would be a header of its own.

    >>> one_line(" Receipt\\r\\n Bcc: all@example.org ")
    'Receipt Bcc: all@example.org'
    """
    return " ".join(text.split())


def mismatch(variables: Iterable[str], context: Mapping[str, object]) -> set[str]:
    """Names that are known to one side only."""
    return set(variables) ^ set(context)
