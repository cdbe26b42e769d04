"""An association that books for its members, and lots drawn for grandstands; invented."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from typing import Final

from django.db import connection

from apps.allocation.actions import (
    apply_for_draw,
    book_list,
    draw_lots,
    open_draw,
    receive_list,
    seal_draw,
)
from apps.allocation.actions.booking_lists import ListFile
from apps.allocation.actions.drawing_lots import Wish
from apps.allocation.domain.lists import Row
from apps.allocation.models import Draw, Offering
from apps.people.actions import register_organisation
from apps.people.domain.drafts import OrganisationDraft
from apps.people.models import Party
from apps.people.terms import OrganisationKind, PartyKind
from geo.access import Viewer

ASSOCIATION: Final = "Asociación de Comerciantes de Juegos 14 de Agosto (inventada)"
MEMBERS: Final = (
    ("1200301", "Wilma", "Choque Mamani", "juegos"),
    ("1200302", "Edgar", "Terrazas Rojas", "juegos"),
    ("1200303", "Justina", "Huanca Flores", "juegos"),
    ("1200304", "Ramiro", "Ledezma Soto", "juegos"),
    ("1200304", "Ramiro", "Ledezma Soto", "juegos"),
)
"""Card, names, surnames and wish; the last is there twice, as in files of associations."""
LOTS: Final = "graderias"
TRADE: Final = "graderia"
APPLICANTS: Final = 12
TAKING: Final = dt.timedelta(seconds=1)
"""How long applications are taken."""
WORDS: Final = "catorce siete veintidós cero nueve"
"""What the first number of a lottery could have been."""


def invent_list(offering: Offering, *, on: dt.date, by: Viewer) -> None:
    """Book a stand for each member of an association from its file; one row is refused."""
    party = register_organisation(
        OrganisationDraft(name=ASSOCIATION, kind=OrganisationKind.ASSOCIATION), by=by
    )
    rows = [
        Row(line=line, card=card, given_names=names, surnames=surnames, wish=wish)
        for line, (card, names, surnames, wish) in enumerate(MEMBERS, start=2)
    ]
    written = hashlib.sha256(repr(rows).encode()).hexdigest()
    file = ListFile(name="asociacion-14-de-agosto.xlsx", sha256=written, rows=rows)
    booking = receive_list(offering, party.organisation, file, by=by)
    book_list(booking, all_or_none=False, on=on, by=by)


def open_lots(offering: Offering, *, now: dt.datetime, by: Viewer) -> None:
    """Let people apply for the grandstands, which more of them want than there are."""
    if offering.draws.exists():
        return
    codes = list(
        offering.spaces.filter(tariff=TRADE).order_by("pk").values_list("code", flat=True)
    )
    people = Party.objects.standing().filter(kind=PartyKind.PERSON).order_by("pk")
    if not codes or not people.exists():
        return
    draw = open_draw(
        offering,
        LOTS,
        "Sorteo de las graderías",
        tariff=TRADE,
        closes_at=now + TAKING,
        by=by,
    )
    for number, party in enumerate(people[:APPLICANTS]):
        wish = Wish(wanted=(codes[number % len(codes)],), takes_any=number % 3 != 0)
        apply_for_draw(draw, wish, party_id=party.pk, by=by)


def close_lots(*, now: dt.datetime, by: Viewer) -> None:
    """Close the list of applications and draw, as soon as its time is over.

    Within a transaction the clock of the database stands still: there the draw stays open.
    """
    draw = Draw.objects.filter(code=LOTS, sealed_at=None, called_off="").first()
    if draw is None or connection.in_atomic_block:
        return
    left = draw.closes_at - now
    time.sleep(max(left.total_seconds(), 0))
    draw_lots(seal_draw(draw, by=by), WORDS, by=by)
