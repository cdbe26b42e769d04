"""What the read path refuses, in words that are translated when they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geo.errors import Refusal

LONGEST_QUOTE: Final = 60
"""How much of somebody's own words a message repeats."""


_NO_PARAMETERS = _("The parameter “%(name)s” does not exist here; this takes none.")


@dataclass(frozen=True)
class Words:
    """Words of ours in a message, which are repeated whole."""

    text: str

    def __str__(self) -> str:
        return self.text


class ReadRefused(Refusal):
    """The base of these refusals: a sentence and what goes into it."""

    sentence: str | Promise = ""

    def __init__(self, sentence: str | Promise = "", **said: object) -> None:
        super().__init__()
        self.sentence = sentence or type(self).sentence
        self.said = {name: _quotable(value) for name, value in said.items()}

    def __str__(self) -> str:
        return str(self.sentence) % self.said


class BadParameter(ReadRefused):
    """A query parameter cannot be understood."""


class PackedBody(ReadRefused):
    """What was sent is packed (RFC 9110, 8.4)."""

    sentence = _("What is sent is taken as it is, not packed as “%(how)s”.")


class OutOfRange(BadParameter):
    """A filter that is well written cannot be calculated for some row."""

    sentence = _(
        "“filter” cannot be calculated for every feature: a number becomes too large, "
        "or two geometries cannot be compared so."
    )


class UnknownParameter(ReadRefused):
    """A query parameter has a name this resource does not have."""

    sentence = _("The parameter “%(name)s” does not exist here. These do: %(known)s.")

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(
            type(self).sentence if known else _NO_PARAMETERS,
            name=name,
            known=Words(", ".join(known)),
        )


class NotFound(ReadRefused):
    """There is nothing at this address, or nothing for this viewer."""

    sentence = _("There is nothing at this address.")


class NoSuchTile(NotFound):
    """The numbers of a tile lie outside the grid of its zoom."""

    sentence = _(
        "There is no such tile: zoom is 0 to %(deepest)s, row and column 0 to 2^zoom − 1."
    )


class OutsideLimits(NotFound):
    """A tile is empty, and outside the limits of its set."""

    sentence = _("This tile lies outside the limits that the description of its set tells.")


class BadHost(ReadRefused):
    """The request names a host this instance does not answer to."""

    sentence = _("This instance does not answer to that host name.")


class MethodNotAllowed(ReadRefused):
    """Published data is only read."""

    allowed: tuple[str, ...] = ("GET", "HEAD", "OPTIONS")
    sentence = _("This address can only be read (GET, HEAD, OPTIONS).")


class OtherMethod(MethodNotAllowed):
    """More can be done at this address than reading, but not this."""

    sentence = _("This address takes only these methods: %(allowed)s.")

    def __init__(self, allowed: tuple[str, ...]) -> None:
        super().__init__(allowed=Words(", ".join(allowed)))
        self.allowed = allowed


class NotAcceptable(ReadRefused):
    """No representation of the resource is of a type the client accepts."""

    sentence = _("None of the formats you accept is available here. These are: %(known)s.")


class DatabaseAway(ReadRefused):
    """The database does not answer."""

    sentence = _(
        "The database does not answer at the moment. Nothing is lost; "
        "try again in a few seconds."
    )


class TookTooLong(ReadRefused):
    """The database gave up the query after its time limit."""

    sentence = _(
        "The answer took too long and was given up. Ask for a smaller area "
        "or fewer features."
    )


class NoSuchRange(ReadRefused):
    """The part of a file that is asked for lies beyond its end."""

    sentence = _("The file has %(size)d bytes; the part that is asked for lies outside.")


class TooBusy(ReadRefused):
    """As many of these as can be served are under way."""

    sentence = _(
        "Too many downloads are under way at this moment. Try again in a few seconds."
    )


def _quotable(value: object) -> object:
    """A value fit to stand in a message: short, on one line, without odd characters."""
    if not isinstance(value, str):
        return value
    plain = "".join(letter if letter.isprintable() else "·" for letter in value)
    return plain if len(plain) <= LONGEST_QUOTE else f"{plain[:LONGEST_QUOTE]}…"
