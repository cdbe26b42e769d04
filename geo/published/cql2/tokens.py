"""The words and signs of a cql2-text filter, each with its place."""

from __future__ import annotations

import re
from collections import deque
from typing import Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from geo.published.cql2.tree import BadFilter

_TOKEN: Final = re.compile(
    r"""
    (?P<blank> \s+ )
  | (?P<number> (?: [0-9]+ \.? [0-9]* | \.[0-9]+ ) (?: [eE] [+-]? [0-9]+ )? )
  | (?P<text> ' (?: '' | \\. | [^'\\] )* ' )
  | (?P<quoted> " (?: "" | [^"] )* " )
  | (?P<name> [^\W\d] [\w.:]* )
  | (?P<sign> <> | != | <= | >= | [-+*/%^=<>(),] )
  | (?P<odd> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_POSITIONS: Final = re.compile(r"[^()]*")
_CONTROL: Final = dict(zip("abtnvfr", "\a\b\t\n\v\f\r", strict=True))
_ESCAPED: Final = re.compile(r"''|\\['abtnvfr\\]")

_ODD = _("“%(value)s” has no meaning here.")
_UNCLOSED = _("this quotation mark is never closed.")
_EARLY_END = _("the filter ends too early.")
_EXPECTED = _("“%(wanted)s” is missing before “%(value)s”.")


class Token(NamedTuple):
    """One word, number, text or sign; `at` counts characters from 1."""

    kind: str
    text: str
    at: int


def _unescaped(found: re.Match[str]) -> str:
    # A backslash before anything else stays: LIKE patterns need it (clause 7.3, K). Two
    # stay two, and the second says nothing of what follows.
    mark = found[0][1]
    return "'" if mark == "'" else _CONTROL.get(mark, found[0])


def _token(kind: str, text: str, at: int) -> Token:
    if kind == "odd":
        raise BadFilter(at, _UNCLOSED if text in "'\"" else _ODD, value=text)
    if kind == "text":
        text = _ESCAPED.sub(_unescaped, text[1:-1])
    elif kind == "quoted":
        text = text[1:-1].replace('""', '"')
    return Token(kind, text, at)


class Words:
    """The tokens of a filter, read from left to right and no further than needed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._ahead: deque[Token] = deque()

    @property
    def next(self) -> Token:
        """The token that comes next, not yet read."""
        return self.ahead(0)

    def ahead(self, steps: int) -> Token:
        """The token so many steps after the next one."""
        while len(self._ahead) <= steps:
            self._ahead.append(self._read())
        return self._ahead[steps]

    def take(self) -> Token:
        """Read the next token."""
        token = self.next
        self._ahead.popleft()
        return token

    def _read(self) -> Token:
        while found := _TOKEN.match(self._text, self._position):
            self._position = found.end()
            if found.lastgroup != "blank":
                return _token(found.lastgroup or "odd", found[0], found.start() + 1)
        return Token("end", "", len(self._text) + 1)

    def positions(self) -> Token:
        """Read what stands before the next parenthesis, as one token.

        Long geometries are read so, a number at a time would take ten times as long.
        """
        start = self._ahead[0].at - 1 if self._ahead else self._position
        found = _POSITIONS.match(self._text, start)
        self._ahead.clear()
        self._position = found.end() if found else start
        return Token("positions", self._text[start : self._position], start + 1)

    def is_word(self, *words: str) -> bool:
        """Whether the next token is one of these keywords."""
        return self.next.kind == "name" and self.next.text.lower() in words

    def is_sign(self, *signs: str) -> bool:
        """Whether the next token is one of these signs."""
        return self.next.kind == "sign" and self.next.text in signs

    def accept_word(self, *words: str) -> Token | None:
        """Read the next token if it is one of these keywords."""
        return self.take() if self.is_word(*words) else None

    def accept_sign(self, *signs: str) -> Token | None:
        """Read the next token if it is one of these signs."""
        return self.take() if self.is_sign(*signs) else None

    def expect(self, wanted: str) -> Token:
        """Read the sign or keyword that must come next.

        Raises:
            BadFilter: something else does.
        """
        token = self.accept_sign(wanted) or self.accept_word(wanted)
        if token is None:
            if self.next.kind == "end":
                raise BadFilter(self.next.at, _EARLY_END)
            raise BadFilter(
                self.next.at, _EXPECTED, wanted=wanted.upper(), value=self.next.text
            )
        return token

    def refuse(self) -> BadFilter:
        """The refusal of the next token, which nothing can begin with."""
        token = self.next
        if token.kind == "end":
            return BadFilter(token.at, _EARLY_END)
        return BadFilter(token.at, _ODD, value=token.text)
