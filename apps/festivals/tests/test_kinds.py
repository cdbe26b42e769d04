"""Kinds of infractions: entered with norm and fine, ended, and nothing past changes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.test import Client

from apps.festivals.actions import Fine, end_kind, enter_kind, set_fine
from apps.festivals.domain.control_refusals import (
    FinedSince,
    KindEnded,
    OnlyAWarning,
    RecordedSince,
)
from apps.festivals.models import Infraction, InfractionKind
from apps.festivals.permissions import PLAN
from apps.festivals.queries.carrying import carried_once
from apps.festivals.tests.inspecting import (
    Feast,
    make_feast,
    make_inspector,
    report,
    today,
    told,
)
from apps.festivals.tests.making import OFFICE
from apps.treasury.models import Price
from apps.treasury.tests.making import make_party
from geo.access import ANYONE, NotAllowed, Viewer

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def fine(amount: str, first: dt.date) -> Fine:
    return Fine(amount=Decimal(amount), first=first, legal_basis="OM 13/2027, art. 9")


def entered(code: str = "exceso", *, amount: str | None = "200.00") -> InfractionKind:
    """A kind that is in force since a month ago; a warning without an amount."""
    kind = InfractionKind(code=code, name=code.capitalize(), legal_basis="OM 13/2027")
    first = None if amount is None else fine(amount, today() - 30 * DAY)
    return enter_kind(kind, first, by=OFFICE)


def fined(kind: InfractionKind) -> tuple[Feast, Any]:
    """A stand fined for it today, and the event that told of it."""
    feast, rosa = make_feast(), make_inspector()
    feast.sell("A-1", party=make_party("Rosa Mamani Condori"))
    event = report(rosa, feast, "infraction", "A-1", infraction={"kind": kind.code})
    return feast, told(rosa, event)


def carried(on: dt.date) -> dict[str, str | None]:
    """What a telephone is told of the kinds: code and fine."""
    return {each["code"]: each["fine"] for each in carried_once([], on)["infractions"]}


def test_telephones_carry_a_kind_with_the_fine_of_the_day() -> None:
    kind = entered()
    entered("limpieza", amount=None)
    set_fine(kind, fine("250.00", today() + 5 * DAY), by=OFFICE)
    assert carried(today()) == {"exceso": "200.00", "limpieza": None}
    assert carried(today() + 5 * DAY) == {"exceso": "250.00", "limpieza": None}


def test_another_fine_ends_the_one_before_and_charges_nothing_anew() -> None:
    kind = entered()
    _feast, answers = fined(kind)
    assert answers == [("applied", "")]
    charged = Infraction.objects.get().obligation
    assert charged is not None
    with pytest.raises(FinedSince):
        set_fine(kind, fine("250.00", today()), by=OFFICE)
    set_fine(kind, fine("250.00", today() + DAY), by=OFFICE)
    days = Price.objects.filter(variant="exceso").order_by("days").values_list("days")
    assert [(each.lower, each.upper) for (each,) in days] == [
        (today() - 30 * DAY, today() + DAY),
        (today() + DAY, None),
    ]
    charged.refresh_from_db()
    assert charged.amount == Decimal("200.00")


def test_an_ended_kind_is_neither_carried_nor_recorded() -> None:
    kind = entered()
    end_kind(kind, before=today(), by=OFFICE)
    assert carried(today()) == {}
    assert carried(today() - DAY) == {"exceso": "200.00"}
    _feast, ((outcome, message),) = fined(kind)
    assert outcome == "refused"
    assert "exceso" in message
    for again in (today(), today() + DAY):
        with pytest.raises(KindEnded):
            end_kind(kind, before=again, by=OFFICE)
    with pytest.raises(KindEnded):
        set_fine(kind, fine("250.00", today()), by=OFFICE)


def test_what_was_recorded_keeps_its_kind_in_force() -> None:
    kind = entered()
    fined(kind)
    for early in (today(), today() - DAY):
        with pytest.raises(RecordedSince):
            end_kind(kind, before=early, by=OFFICE)
    assert end_kind(kind, before=today() + DAY, by=OFFICE).ended_on == today() + DAY


def test_a_warning_gets_no_fine_later() -> None:
    with pytest.raises(OnlyAWarning):
        set_fine(entered(amount=None), fine("10.00", today()), by=OFFICE)


def test_kinds_are_for_those_who_plan_and_fines_for_those_who_set_prices() -> None:
    kind = InfractionKind(code="otro", name="Otro", legal_basis="OM 13/2027")
    planner = Viewer(name="org", is_staff=True, grants=frozenset({PLAN.name}))
    with pytest.raises(NotAllowed):
        enter_kind(kind, None, by=ANYONE)
    with pytest.raises(NotAllowed):
        enter_kind(kind, fine("10.00", today()), by=planner)
    assert enter_kind(InfractionKind(code="x", name="X", legal_basis="x"), None, by=planner)
    with pytest.raises(NotAllowed):
        end_kind(kind, before=today(), by=ANYONE)


def test_the_database_keeps_a_kind_as_it_was_entered() -> None:
    kind = entered()
    rows = InfractionKind.objects.filter(pk=kind.pk)
    for changed in ({"name": "Otro"}, {"legal_basis": "Otra"}, {"concept": None}):
        with (
            pytest.raises(DatabaseError, match="infractionkind_stays"),
            transaction.atomic(),
        ):
            rows.update(**changed)


def test_the_database_refuses_an_infraction_of_an_ended_kind() -> None:
    kind = entered()
    fined(kind)
    known = Infraction.objects.get()
    end_kind(kind, before=today() + DAY, by=OFFICE)
    known.pk, known.on_day, known.obligation = None, today() + DAY, None
    known.event_id = "7c2f8f3e-5b1a-4a55-9f0b-6c4d7e1f0a11"
    with (
        pytest.raises(DatabaseError, match="infraction_kind_in_force"),
        transaction.atomic(),
    ):
        known.save(force_insert=True)


def page_of(client: Client, **form: object) -> str:
    at = "/fiestas/infracciones/"
    answer = client.post(at, form, follow=True) if form else client.get(at)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_an_organiser_enters_fines_and_ends_them_on_one_page() -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("organizadora"))
    assert "Todavía no se registró ninguna infracción" in page_of(client)
    new = {"what": "kind", "name": "Más frente", "code": "exceso", "amount": "200,00"}
    assert "obligatorio" in page_of(client, **new)
    new["legal_basis"] = "OM 13/2027"
    assert "Indique desde qué día" in page_of(client, **new)
    first = today() - DAY
    assert "Bs 200,00" in page_of(client, **new, first=first.isoformat())
    assert "ya existe" in page_of(client, **new, first=first.isoformat()).lower()
    kind = InfractionKind.objects.get()
    other = {"what": "fine", "kind": kind.pk, "amount": "250", "legal_basis": "OM 2/2028"}
    assert "rige en algunos de esos días" in page_of(
        client, **other, first=first.isoformat()
    )
    page = page_of(client, **other, first=(today() + DAY).isoformat())
    assert "Bs 250,00" in page
    assert "OM 2/2028" in page
    ended = page_of(client, what="end", kind=kind.pk, before=today().isoformat())
    assert "ya no, desde el" in ended


def test_the_page_is_for_those_who_plan(client: Client) -> None:
    assert client.get("/fiestas/infracciones/").status_code == 302
    client.force_login(User.objects.create_user("funcionaria", is_staff=True))
    assert client.get("/fiestas/infracciones/").status_code == 403
