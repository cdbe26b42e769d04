"""Accounts that owe water, 30 m from each other; nothing of them is in the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.contrib.gis.geos import Point

from apps.fieldwork.domain.kinds import Applied, FieldKind, Packed
from apps.fieldwork.models import Event
from apps.fieldwork.permissions import COLLECT
from apps.fieldwork.terms import Outcome
from geo.access import Viewer

CORNER: Final = (-66.2801, -17.3934)
STEP: Final = 0.00028
AGES: Final = ("one", "two", "three_to_six", "seven_to_twelve", "older")
MONTHS: Final = (1, 2, 4, 9, 27)
PAID_BEFORE: Final = "3"
"""Key of the account that was paid at a desk meanwhile."""


def _places(ids: Sequence[str]) -> Mapping[str, Point | None]:
    west, south = CORNER
    return {
        each: Point(
            west + STEP * (int(each) % 8), south + STEP * (int(each) // 8), srid=4326
        )
        for each in ids
    }


def _data(number: int) -> dict[str, Any]:
    months = MONTHS[number % len(AGES)]
    amount = f"{months * 10}.00"
    owed = {"id": number, "what": "Servicio de agua 10/2026", "due_on": "2026-11-15"}
    return {
        "account": {
            "id": number,
            "number": f"{number:06}",
            "category": "domestic",
            "category_name": "Doméstica",
            "state": "active",
            "metered": True,
        },
        "holder": f"Mamani Flores, Rosa {number}",
        "address": f"Calle Bolívar {100 + number}",
        "meter": {"serial": "A-88312", "last": "341.000", "last_on": "2026-10-28"},
        "debt": {
            "total": amount,
            "months": months,
            "age": AGES[number % len(AGES)],
            "obligations": [{**owed, "outstanding": amount}],
        },
        "promise": None,
        "visits": [],
    }


def _pack(ids: Sequence[str], on: dt.date) -> Mapping[str, Packed]:
    return {
        each: Packed(
            title=f"EMAPAQ-{int(each):06}",
            subtitle=f"Mamani Flores, Rosa {each}",
            base=str(on),
            data=_data(int(each)),
        )
        for each in ids
    }


def _apply(event: Event, _by: Viewer) -> Applied:
    if event.about_id == PAID_BEFORE:
        said = "Esta deuda ya se había pagado en ventanilla; la visita quedó registrada."
        return Applied(outcome=Outcome.CONFLICT, message=said)
    return Applied()


COLLECTION: Final = FieldKind(
    code="water.collection",
    title="Collection of water bills",
    about="water.account",
    permission=COLLECT,
    places=_places,
    pack=_pack,
    apply=_apply,
    office="emapaq",
)
