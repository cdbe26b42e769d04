"""What clerks of the water service type, read into months, readings and terms."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils.translation import gettext as _

from apps.water.domain.instalments import Terms
from geo import errors
from geo.pages.typed import day_in, key_in

LONGEST: Final = 400
LONGEST_WHY: Final = 200
_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{2})")


class NotUnderstood(errors.NotUnderstood):
    """A field of a form cannot be read."""

    def __init__(self, text: str) -> None:
        super().__init__(
            _("“%(text)s” is not understood. Nothing was saved; correct it and send again.")
            % {"text": text[:40]}
        )


@dataclass(frozen=True, kw_only=True)
class TypedReading:
    """What was typed beside one meter."""

    meter_id: int
    text: str
    why: str


def read_text(data: Mapping[str, str], name: str, *, longest: int = LONGEST) -> str:
    """A text of the form, without what no text has."""
    return data.get(name, "").replace("\x00", "").strip()[:longest]


def read_day(text: str) -> dt.date:
    """A day as the browser's date field sends it.

    Raises:
        NotUnderstood: it is none.
    """
    try:
        return day_in(text)
    except ValueError as error:
        raise NotUnderstood(text) from error


def read_month(text: str) -> dt.date:
    """The first day of a month as the browser's month field sends it.

    >>> read_month("2026-05")
    datetime.date(2026, 5, 1)

    Raises:
        NotUnderstood: it is none.
    """
    match = _MONTH.fullmatch(text.strip())
    if match is None:
        raise NotUnderstood(text)
    try:
        return day_in(f"{match[1]}-{match[2]}-01")
    except ValueError as error:
        raise NotUnderstood(text) from error


def read_readings(data: Mapping[str, str]) -> Iterator[TypedReading]:
    """What was typed on a page of a route; fields left empty are left out."""
    for name, text in data.items():
        kind, _dash, number = name.partition("-")
        key = key_in(number)
        if kind == "valor" and key and text.strip():
            why = read_text(data, f"motivo-{number}", longest=LONGEST_WHY)
            yield TypedReading(meter_id=key, text=text.strip(), why=why)


def read_terms(data: Mapping[str, str]) -> Terms:
    """How somebody will pay, as the form of an agreement says.

    Raises:
        NotUnderstood: a number or a day is none.
    """
    down = data.get("inicial", "").strip().replace(",", ".") or "0"
    count = key_in(data.get("cuotas", "").strip())
    try:
        paid = Decimal(down).quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise NotUnderstood(down) from error
    if not count or not paid.is_finite():
        raise NotUnderstood(data.get("cuotas", ""))
    return Terms(count=count, first_due=read_day(data.get("desde", "")), down=paid)
