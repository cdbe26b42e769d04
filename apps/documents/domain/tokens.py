"""How a number is printed: a template of an office, and its tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import Formatter
from typing import Final

from django.utils.translation import gettext as _

from geo.errors import Refusal

TOKENS: Final = ("office", "chain", "kind", "number", "year")
"""Acronym of the office, acronyms from the top of the tree down, kind, number, year."""
WIDTH: Final = re.compile(r"0?[1-9]?")
"""Of a number: how many digits, filled with zeros."""
LONGEST: Final = 120


class BadTemplate(Refusal):
    """The template of a series cannot be printed."""


@dataclass(frozen=True, kw_only=True)
class Printed:
    """What the tokens of one number stand for."""

    office: str
    chain: str
    kind: str
    number: int
    year: int


def check_template(template: str) -> None:
    """Make sure that `template` prints any number of its series, and each differently.

    Raises:
        BadTemplate: it is too long, cannot be read, has an unknown token or no `{number}`.
    """
    if len(template) > LONGEST:
        raise BadTemplate(_("The template is longer than %d characters.") % LONGEST)
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        raise BadTemplate(_("A brace of the template is not closed.")) from error
    for _text, token, width, conversion in parts:
        if token is not None:
            _check_token(token, width or "", conversion)
    if "number" not in [token for _text, token, *_rest in parts]:
        raise BadTemplate(_("The template must contain {number}."))


def _check_token(token: str, width: str, conversion: str | None) -> None:
    if token not in TOKENS:
        raise BadTemplate(
            _("The template has no token {%(token)s}; there are %(known)s.")
            % {"token": token, "known": ", ".join(f"{{{each}}}" for each in TOKENS)}
        )
    takes_width = token == "number"  # noqa: S105  (a token of a template)
    if conversion or (width and not (takes_width and WIDTH.fullmatch(width))):
        raise BadTemplate(
            _("Only {number} has a width, of one to nine digits, as in {number:04}.")
        )


def print_number(template: str, values: Printed) -> str:
    """The number as it stands on the paper.

    >>> values = Printed(office="DF", chain="SAF-DF", kind="CITE", number=7, year=2026)
    >>> print_number("{chain} {kind} {number:04}/{year}", values)
    'SAF-DF CITE 0007/2026'

    Raises:
        BadTemplate: the template cannot be printed.
    """
    check_template(template)
    return template.format(
        office=values.office,
        chain=values.chain,
        kind=values.kind,
        number=values.number,
        year=values.year,
    )
