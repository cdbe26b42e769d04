"""What cashiers type, read into amounts, shares and counts."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.http import QueryDict

from apps.treasury.actions.cashing import Handed
from apps.treasury.domain.cash import MOST_PIECES, VALUES, NothingChosen
from apps.treasury.domain.money import amount_of
from apps.treasury.domain.refusals import BadAmount
from geo.pages.typed import key_in

GROUPED: Final = re.compile(r"\d{1,3}(\.\d{3})+(,\d{1,2})?")
"""Thousands set apart by points, as Bolivians write: 1.234,50."""
LONGEST_TEXT: Final = 160


def read_amount(text: str) -> Decimal:
    """The amount in `text`, with a comma or a point before the centavos.

    >>> read_amount("1.234,5"), read_amount("12.50"), read_amount("7")
    (Decimal('1234.50'), Decimal('12.50'), Decimal('7.00'))

    Raises:
        BadAmount: it is none.
    """
    plain = text.strip().replace(" ", "")
    if GROUPED.fullmatch(plain):
        plain = plain.replace(".", "")
    return amount_of(plain.replace(",", "."))


def read_float(text: str) -> Decimal:
    """The float of a desk; nothing at all is none."""
    plain = text.strip()
    return read_amount(plain) if plain.strip("0.,") else Decimal("0.00")


def read_token(text: str) -> str:
    """The form's token; one that is none of ours is a form of its own."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return str(uuid.uuid4())


def read_shares(form: QueryDict, outstanding: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """What is ticked, with the amounts that the form showed.

    `outstanding` is asked only where the form does not say what it showed.
    """
    shares = {}
    for text in form.getlist("deuda"):
        number, _separator, shown = text.partition("=")
        if pk := key_in(number):
            shares[pk] = read_amount(shown) if shown else outstanding.get(pk, Decimal(0))
    if not shares:
        raise NothingChosen
    return shares


def read_handed(
    form: QueryDict, debtor_id: int, outstanding: Mapping[int, Decimal]
) -> Handed:
    """What was put on the desk: what is ticked, as the form showed it, and the cash."""
    return Handed(
        token=read_token(form.get("formulario", "")),
        debtor_id=debtor_id,
        shares=read_shares(form, outstanding),
        given=read_amount(form.get("recibido", "")),
        payer=form.get("pagador", "").replace("\x00", "").strip()[:LONGEST_TEXT],
    )


def read_count(form: QueryDict) -> dict[Decimal, int]:
    """How many pieces of each value were counted.

    Raises:
        BadAmount: a number of pieces is none.
    """
    count = {}
    for value in VALUES:
        text = form.get(f"piezas-{value}", "").strip() or "0"
        pieces = key_in(text)
        if pieces > MOST_PIECES or (not pieces and text.strip("0")):
            raise BadAmount(text)
        count[value] = pieces
    return count
