"""What a collector says happened at a door, word by word."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext as _

from apps.water.terms import SEEN, Anomaly, VisitOutcome
from geo.errors import Refusal

LONGEST_NOTE: Final = 500
_VALUE: Final = re.compile(r"\d{1,9}([.,]\d{1,3})?")
_AMOUNT: Final = re.compile(r"\d{1,9}(\.\d{1,2})?")


class BadVisit(Refusal):
    """The event does not say what a visit says."""

    def __init__(self, member: str) -> None:
        super().__init__(
            _(
                "“%s” of the visit cannot be understood. The visit was kept, and nothing "
                "else done; tell your supervisor what happened."
            )
            % member
        )


class NoSuchAccount(Refusal):
    """The account is not there."""

    def __init__(self, number: str) -> None:
        super().__init__(
            _(
                "Account %s does not exist here. What you recorded was kept; your "
                "supervisor sees it."
            )
            % number
        )


@dataclass(frozen=True, kw_only=True)
class Promised:
    """What somebody promised to pay, and until when."""

    due_on: dt.date
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Paid:
    """What somebody paid at the door."""

    amount: Decimal
    number_id: int | None
    payer: str
    shares: Mapping[int, Decimal] | None


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What stood on the meter."""

    value: Decimal
    serial: str
    seen: Anomaly | None = None
    """What was odd about the meter, to the eye."""


def outcome_of(body: Mapping[str, Any]) -> VisitOutcome:
    """What was found at the door.

    Raises:
        BadVisit: it is none of the outcomes.
    """
    told = body.get("outcome")
    if told not in VisitOutcome.values:
        raise BadVisit("outcome")
    return VisitOutcome(told)


def note_of(body: Mapping[str, Any]) -> str:
    """What was written down besides, as far as it fits."""
    note = body.get("note")
    return note.strip()[:LONGEST_NOTE] if isinstance(note, str) else ""


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = body.get(name)
    if not isinstance(part, dict):
        raise BadVisit(name)
    return part


def _money(value: Any) -> Decimal:
    """An amount as the protocol writes it; never a number of JSON."""
    if not isinstance(value, str) or not _AMOUNT.fullmatch(value):
        raise BadVisit("amount")
    return Decimal(value)


def promise_of(body: Mapping[str, Any]) -> Promised:
    """What was promised.

    Raises:
        BadVisit: no day or no amount.
    """
    part = _part(body, "promise")
    try:
        due_on = dt.date.fromisoformat(part["on"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadVisit("promise") from error
    amount = _money(part.get("amount"))
    if not amount:
        raise BadVisit("amount")
    return Promised(due_on=due_on, amount=amount)


def payment_of(body: Mapping[str, Any]) -> Paid:
    """What was paid.

    Raises:
        BadVisit: no amount, or shares that are none.
    """
    part = _part(body, "payment")
    number, payer = part.get("number"), part.get("payer") or ""
    if number is not None and not isinstance(number, int):
        raise BadVisit("number")
    amount = _money(part.get("amount"))
    if not amount:
        raise BadVisit("amount")
    return Paid(
        amount=amount,
        number_id=number,
        payer=payer[:160] if isinstance(payer, str) else "",
        shares=_shares(part.get("shares")),
    )


def _shares(told: Any) -> Mapping[int, Decimal] | None:
    if told is None:
        return None
    try:
        return {int(each["obligation"]): _money(each["amount"]) for each in told}
    except (TypeError, KeyError, ValueError) as error:
        raise BadVisit("shares") from error


def reading_of(body: Mapping[str, Any]) -> Counted:
    """What stood on the meter; a comma is as good as a point.

    >>> reading_of({"reading": {"value": "345,2", "anomaly": "leak"}})
    Counted(value=Decimal('345.2'), serial='', seen=Anomaly.LEAK)

    Raises:
        BadVisit: it is no number that a meter shows.
    """
    part = _part(body, "reading")
    value, serial = part.get("value"), part.get("serial") or ""
    if not isinstance(value, str) or not _VALUE.fullmatch(value.strip()):
        raise BadVisit("reading")
    try:
        cubic_metres = Decimal(value.strip().replace(",", "."))
    except InvalidOperation as error:
        raise BadVisit("reading") from error
    odd = part.get("anomaly")
    return Counted(
        value=cubic_metres,
        serial=serial if isinstance(serial, str) else "",
        seen=next((each for each in SEEN if each == odd), None),
    )
