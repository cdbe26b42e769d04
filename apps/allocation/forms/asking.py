"""What people and programs ask of an offering: which spaces, from where in the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from apps.allocation.queries import Tariff
from geo.editing.refusals import BadBody
from geo.pages.typed import json_in

LONGEST_CODE: Final = 40


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a request asks for."""

    spaces: Sequence[str] = ()
    party: int | None = None
    """For whom, where a desk acts for somebody."""


def read_wanted(body: bytes) -> Wanted:
    """What a JSON body asks for; an empty body asks for nothing in particular.

    Raises:
        BadBody: it is no such JSON.
    """
    if not body.strip():
        return Wanted()
    try:
        document = json_in(body)
    except ValueError:
        raise BadBody(_("The body is no JSON.")) from None
    if not isinstance(document, dict) or set(document) - {"spaces", "party"}:
        raise BadBody(_("The body is a JSON object with “spaces” and, at a desk, “party”."))
    return Wanted(spaces=_codes(document.get("spaces", [])), party=_number(document))


def _codes(given: Any) -> list[str]:
    if not isinstance(given, list) or not all(map(_is_code, given)):
        raise BadBody(_("“spaces” is a list of codes as they stand on the plan."))
    return given


def _is_code(each: object) -> bool:
    return isinstance(each, str) and 0 < len(each) <= LONGEST_CODE and "\0" not in each


def _number(document: dict[str, Any]) -> int | None:
    party = document.get("party")
    whole = party is None or (isinstance(party, int) and not isinstance(party, bool))
    if not whole or (party is not None and not 0 < party < 2**63):
        raise BadBody(_("“party” is the number of a party in the register."))
    return party


def chosen(form: QueryDict) -> list[str]:
    """The codes that were ticked on a page, those only that can be one."""
    return [code for code in form.getlist("espacio") if _is_code(code)]


def begins_with(given: QueryDict) -> str:
    """How the codes begin that somebody looks for; empty for all."""
    return given.get("codigo", "").replace("\x00", "").strip()[:LONGEST_CODE]


def start_at(given: QueryDict) -> int:
    """After how many spaces a page of the list begins; the beginning if it is no number."""
    text = given.get("desde", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0


def one_of(form: QueryDict, tariffs: Sequence[Tariff]) -> str:
    """The tariff that is looked for, if it is one of these; empty for all."""
    asked = form.get("rubro", "")
    return next((each.code for each in tariffs if each.code == asked), "")
