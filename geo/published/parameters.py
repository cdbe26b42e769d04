"""Query strings, read strictly: no unknown name, no value twice, no half-understood one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import parse_qsl

from django.utils.translation import gettext_lazy as _

from geo.published.refusals import BadParameter, UnknownParameter

MOST: Final = 200
"""Parameters in one query string; nobody needs as many."""

_TWICE = _("The parameter “%(name)s” is given more than once.")
_UNREADABLE = _("The query string is not readable text (UTF-8) or is too long.")
_NOT_COUNT = _("“%(name)s” needs a whole number from %(least)s up; not “%(value)s”.")
_TOO_LARGE = _(
    "“%(name)s” may be at most %(most)s. To read further, follow the “next” links."
)
_COUNT: Final = re.compile(r"\d+", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """The names and values of one query string, in their order."""

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def parse(cls, query: str) -> Self:
        """Read a raw query string.

        Raises:
            BadParameter: not UTF-8, or more parameters than anybody needs.
        """
        try:
            pairs = parse_qsl(
                query, keep_blank_values=True, errors="strict", max_num_fields=MOST
            )
        except ValueError as error:
            raise BadParameter(_UNREADABLE) from error
        if any("\0" in text for pair in pairs for text in pair):
            raise BadParameter(_UNREADABLE)
        return cls(pairs=tuple(pairs))

    def only(self, known: Iterable[str]) -> None:
        """Refuse any parameter whose name is not in `known`.

        Raises:
            UnknownParameter: the first of them.
        """
        names = list(known)
        for name, _value in self.pairs:
            if name not in names:
                raise UnknownParameter(name, names)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value given for `name`."""
        return tuple(value for given, value in self.pairs if given == name)

    def find(self, name: str) -> str | None:
        """The value of `name`, None when it is not given.

        Raises:
            BadParameter: it is given twice.
        """
        values = self.all(name)
        if len(values) > 1:
            raise BadParameter(_TWICE, name=name)
        return values[0] if values else None

    def count(self, name: str, *, least: int, default: int) -> int:
        """The whole number given for `name`.

        Raises:
            BadParameter: not a whole number, or less than `least`.
        """
        text = self.find(name)
        if text is None:
            return default
        if not _COUNT.fullmatch(text) or len(text) > 100 or int(text) < least:
            raise BadParameter(_NOT_COUNT, name=name, least=least, value=text)
        return int(text)


def at_most(name: str, number: int, most: int) -> int:
    """`number`, if it is not above `most`.

    Raises:
        BadParameter: it is.
    """
    if number > most:
        raise BadParameter(_TOO_LARGE, name=name, most=most)
    return number
