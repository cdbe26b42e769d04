"""A feast on its day for tests: sold stands, an inspector with a telephone, fines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from apps.allocation.models import Offering
from apps.allocation.terms import HOLD
from apps.allocation.tests.making import charged, pay
from apps.documents.domain.paper.code import new_token
from apps.documents.models import Document
from apps.festivals.actions import publish_plan
from apps.festivals.actions.publishing import Sale
from apps.festivals.domain.inspecting import about_of
from apps.festivals.domain.papers import PATENT
from apps.festivals.models import Festival, InfractionKind
from apps.festivals.terms import INSPECTION, MODULE
from apps.festivals.tests.making import OFFICE, make_festival, make_plan
from apps.fieldwork.models import Event
from apps.fieldwork.tests.making import PHONE, Phone, make_collector, make_phone
from apps.people.models import Party
from apps.treasury.tests.making import make_concept, make_party, make_price

LON, LAT = -66.2785, -17.3975
HERE = {"lon": LON, "lat": LAT, "accuracy_m": 6.0}


def today() -> dt.date:
    """The day at the place, as telephones say it."""
    return dt.datetime.now(PHONE).date()


@dataclass(frozen=True, kw_only=True)
class Feast:
    """A feast that is on, with its offering."""

    festival: Festival
    offering: Offering

    def sell(self, *codes: str, party: Party | None = None) -> Document:
        """Sell stands; returns the patent, whose paper nobody draws: that takes long."""
        taken = charged(self.offering, *codes, party=party or make_party())
        pay(taken)
        return Document.objects.create(
            token=new_token(),
            kind=PATENT.name,
            title="Patente",
            about_kind=HOLD,
            about_id=str(taken.token),
            sha256="0" * 64,
            size=1,
            pages=1,
            issued_by="test",
            issued_at=dt.datetime.now(dt.UTC),
        )


def make_feast(*, began: int = 1, days: int = 3, **plan: Any) -> Feast:
    """A feast that began so many days ago, with four stands of five metres on sale."""
    first = today() - dt.timedelta(days=began)
    festival = make_festival(
        days=DateRange(first, first + dt.timedelta(days=days)), is_announced=True
    )
    drawn = make_plan(festival, **{"last_m": Decimal(20), **plan})
    now = dt.datetime.now(dt.UTC)
    sale = Sale(first=now - dt.timedelta(days=1), last=now + dt.timedelta(days=1))
    offering = publish_plan(drawn, sale, on=dt.date(2027, 6, 1), by=OFFICE)
    return Feast(festival=festival, offering=offering)


def make_infraction_kind(code: str = "exceso", fine: str | None = "200.00") -> Any:
    """A kind of infraction with its fine in force, or a warning; once."""
    there = InfractionKind.objects.filter(code=code).first()
    if there is not None:
        return there
    concept = None
    if fine is not None:
        concept = make_concept(code="multas-feria")
        make_price(fine, concept=concept, variant=code, unit="multa")
    known = {"name": f"Infracción {code}", "legal_basis": "OM 13/2027, art. 9"}
    return InfractionKind.objects.create(code=code, concept=concept, **known)


def make_inspector(name: str = "rosa") -> Phone:
    """An inspector with a telephone."""
    return make_phone(make_collector(name, "festivals.inspect"), f"Teléfono de {name}")


def report(
    phone: Phone, feast: Feast, outcome: str, code: str = "-", **part: Any
) -> dict[str, Any]:
    """An inspector's report as the telephone writes it."""
    given = {name: part.pop(name) for name in ("at", "position", "files") if name in part}
    return phone.event(
        kind=INSPECTION,
        about={"kind": MODULE, "id": about_of(feast.festival.code, code)},
        body={"outcome": outcome, "note": "", "distance_m": None, **part},
        **given,
    )


def look(phone: Phone, feast: Feast, code: str, /, **stand: Any) -> dict[str, Any]:
    """A look at a stand where all is well, but for what is said."""
    seen = {
        "person": "holder",
        "name": "",
        "code": "",
        "verdict": "",
        "frontage_m": "5",
        "line": None,
        "trade": "artesania",
    }
    return report(phone, feast, "checked", code, stand={**seen, **stand})


def address(paper: Document) -> str:
    """What the code on a paper says."""
    return f"https://quillacollo.example/verificar/{paper.token}/"


def told(phone: Phone, *events: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Outcome and message of each event as the door answers."""
    answer = phone.send(*events)
    assert answer.status_code == 200, answer.content
    return [(each["outcome"], each["message"]) for each in answer.json()["events"]]


def waiting() -> int:
    """How many events a supervisor has to look at."""
    return Event.objects.all().waiting().count()
