"""The debtor map: who gets in, what it says, how it is handed on, what the public sees."""

from __future__ import annotations

import datetime as dt
import json
import re
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client

from apps.fieldwork.domain.kinds import Applied, FieldKind, Packed, register_field_kind
from apps.fieldwork.models import Assignment
from apps.fieldwork.tests.making import make_collector
from apps.people.models import PersonalDataRead
from apps.territory.actions import settle_territory
from apps.territory.tests.making import NOW, WIDE, make_district, make_otb, make_street
from apps.treasury.actions import close_period
from apps.treasury.models import Price
from apps.treasury.tests.making import BS, OFFICE, make_party
from apps.water.actions.handing import KIND, Route, hand_over
from apps.water.actions.month_ends import keep_month_ends
from apps.water.domain.debtors import Level, Place, Sought, month_ends
from apps.water.models import Account, Connection
from apps.water.permissions import COLLECT
from apps.water.queries.published import published_debt
from apps.water.terms import ACCOUNT
from apps.water.tests.debts import bill, make_account, spot, water_price
from apps.water.views.debtors.reading import read_sought
from geo.access import NotAllowed, Viewer
from geo.errors import Refusal

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 6, 15)
WEST, EAST = spot(-66.279, -17.3998), spot(-66.272, -17.3998)

register_field_kind(
    FieldKind(
        code=KIND,
        title="Water debt",
        about=ACCOUNT,
        permission=COLLECT,
        places=lambda ids: {
            each: Connection.objects.get(accounts=int(each)).position for each in ids
        },
        pack=lambda ids, on: {each: Packed(title=each) for each in ids},
        apply=lambda event, by: Applied(),
    )
)
"""Until the adapter is loaded: who registers first stays."""


@pytest.fixture
def town(db: None) -> None:
    """One district with two OTBs and a street."""
    district = make_district(1)
    west, south, east, north = WIDE.polygons("abcd").extent
    middle = (west + east) / 2
    for name, side in (("Poniente", (west, middle)), ("Naciente", (middle, east))):
        from django.contrib.gis.geos import MultiPolygon, Polygon

        ground = Polygon.from_bbox((side[0], south, side[1], north))
        make_otb(name, MultiPolygon(ground, srid=4326), district=district)
    make_street("Sucre", WIDE.lines("dc"))
    settle_territory(now=NOW)


@pytest.fixture
def price(town: None) -> Price:
    return water_price()


def this_day() -> dt.date:
    """The day it is in the municipality."""
    return dt.datetime.now(ZoneInfo("America/La_Paz")).date()


def owing(price: Price, position=WEST, months: int = 3, name: str = "") -> Account:
    """An account that owes some months up to this one."""
    account = make_account(position, holder=make_party(name))
    today = this_day()
    for month in range(months):
        bill(account, price, due_on=today - dt.timedelta(days=30 * month + 5))
    return account


@pytest.fixture
def desk(client: Client, admin_user: User) -> Client:
    client.force_login(admin_user)
    return client


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def test_passers_by_are_asked_to_sign_in(client: Client, price: Price) -> None:
    account = owing(price)
    for path in ("", "lista/", "lista/imprimir/", "areas.json", f"cuenta/{account.pk}/"):
        answer = client.get(f"/agua/mora/{path}")
        assert answer.status_code == 302
        assert "/entrar/" in answer["Location"]


def test_staff_without_the_permission_are_refused(client: Client, price: Price) -> None:
    client.force_login(User.objects.create_user("clerk", is_staff=True))
    assert client.get("/agua/mora/").status_code in {302, 403}


def test_a_town_without_debt_says_where_debts_come_from(desk: Client, town: None) -> None:
    page = text_of(desk, "/agua/mora/")
    assert "No se debe nada por agua" in page


def test_map_and_list_say_the_same_of_each_otb(desk: Client, price: Price) -> None:
    west, east = owing(price), owing(price, EAST, months=1)
    page = text_of(desk, "/agua/mora/")
    assert page.index("Poniente") < page.index("Naciente"), "the most overdue first"
    assert "Bs 30,00" in page
    answer = desk.get("/agua/mora/areas.json").json()
    assert answer["areas"]["otb"] == {
        str(west.connection.otb_id): [2, "30.00", 1],
        str(east.connection.otb_id): [1, "10.00", 1],
    }
    (street,) = answer["areas"]["calle"].values()
    assert street[1:] == ["40.00", 2]


def test_the_map_opens_where_the_debt_is(desk: Client, price: Price) -> None:
    otb = owing(price).connection.otb
    assert otb is not None
    box = ",".join(f"{degrees:.6f}" for degrees in otb.outline.extent)
    assert f'data-frame="{box}"' in text_of(desk, "/agua/mora/")
    assert "data-frame" not in text_of(desk, "/agua/mora/?por=cuenta")


@pytest.mark.parametrize(
    ("address", "told"), [("Sucre 12", "Sucre 12"), ("12", "Sucre 12"), ("", "Sucre")]
)
def test_an_address_that_names_its_street_does_not_name_it_twice(
    desk: Client, price: Price, address: str, told: str
) -> None:
    account = owing(price)
    Connection.objects.filter(pk=account.connection_id).update(address=address)
    page = text_of(desk, "/agua/mora/lista/imprimir/?por=cuenta")
    assert re.search(rf"<td>{told}\s*</td>", page)


def test_one_goes_from_the_otb_to_the_street_to_the_account(
    desk: Client, price: Price
) -> None:
    account = owing(price, name="Juana Condori")
    otb, street = account.connection.otb_id, account.connection.street_id
    inside = text_of(desk, f"/agua/mora/lista/?en=otb-{otb}&por=calle")
    assert f"en=otb-{otb}&en=calle-{street}" in inside
    rows = text_of(desk, f"/agua/mora/lista/?en=otb-{otb}&en=calle-{street}&por=cuenta")
    assert "Juana Condori" in rows
    assert f'data-panel="/agua/mora/cuenta/{account.pk}/"' in rows
    panel = text_of(desk, f"/agua/mora/cuenta/{account.pk}/")
    assert "Juana Condori" in panel
    assert panel.count("Bs 10,00") == 3


def test_whose_debts_were_shown_is_written_down(desk: Client, price: Price) -> None:
    account = owing(price)
    text_of(desk, "/agua/mora/?por=otb")
    assert not PersonalDataRead.objects.exists()
    text_of(desk, "/agua/mora/lista/?por=cuenta")
    text_of(desk, f"/agua/mora/cuenta/{account.pk}/")
    text_of(desk, "/agua/mora/lista/imprimir/")
    seen = PersonalDataRead.objects.values_list("party_id", flat=True)
    assert list(seen) == [account.holdings.get().party_id] * 3


def test_an_account_of_another_district_is_not_there(price: Price) -> None:
    account = owing(price)
    seen = Account.objects.visible_to(
        Viewer(name="o", district_grants={"water.view": frozenset({2})})
    )
    assert account not in seen


def test_what_an_address_cannot_mean_is_said_and_left_aside(desk: Client) -> None:
    asked = "en=pueblo-1&dia=2019-01-01&minimo=mucho&lazo=1,2;3&visita=7&antiguedad=current"
    sought = read_sought(QueryDict(asked), today=TODAY)
    assert len(sought.ignored) == 6
    assert sought == Sought(ignored=sought.ignored)
    assert "Se dejó de lado" in text_of(desk, f"/agua/mora/?{asked}")


def test_a_choice_survives_its_own_address() -> None:
    sought = Sought(
        day=month_ends(TODAY)[3],
        places=(Place(level=Level.DISTRICT, id=4), Place(level=Level.OTB, id=0)),
        by=Level.ACCOUNT,
        least=BS("10.50"),
        categories=("commercial",),
        unvisited=0,
        broken=True,
        lasso=((-66.28, -17.4), (-66.27, -17.4), (-66.27, -17.39)),
    )
    assert read_sought(QueryDict(sought.query), today=TODAY) == sought


def test_an_open_month_says_that_it_may_still_change(desk: Client, price: Price) -> None:
    owing(price, months=6)
    last = month_ends(this_day())[0]
    assert "aún pueden cambiar" in text_of(desk, f"/agua/mora/?dia={last}")
    close_period(last.replace(day=1), today=this_day(), by=OFFICE)
    before = text_of(desk, f"/agua/mora/lista/?dia={last}&por=cuenta")
    keep_month_ends(today=this_day(), by=OFFICE)
    after = text_of(desk, f"/agua/mora/lista/?dia={last}&por=cuenta")
    assert "aún pueden cambiar" not in after
    assert figures(before) == figures(after)


def figures(page: str) -> list[str]:
    return [part.split("<")[0] for part in page.split("Bs ")[1:]]


def test_what_was_chosen_is_handed_to_a_collector(desk: Client, price: Price) -> None:
    near, far = owing(price), owing(price, EAST)
    collector = make_collector("juana", COLLECT.name)
    page = text_of(desk, f"/agua/mora/?en=otb-{near.connection.otb_id}&por=calle")
    assert f'<option value="{collector.pk}">' in page
    day = this_day()
    answer = desk.post(
        "/agua/mora/asignar/",
        {
            "seleccion": f"en=otb-{near.connection.otb_id}&por=calle",
            "cobrador": collector.pk,
            "hasta": day + dt.timedelta(days=3),
        },
        follow=True,
    )
    assert "1 cuentas" in unescape(answer.content.decode())
    made = Assignment.objects.get()
    assert [item.about_id for item in made.items.all()] == [str(near.pk)]
    assert made.holder == collector
    assert "Poniente" in made.title
    assert str(far.pk) != str(near.pk)


def test_nothing_is_handed_over_without_a_collector_or_a_debt(
    desk: Client, price: Price
) -> None:
    answer = desk.post("/agua/mora/asignar/", {"seleccion": ""}, follow=True)
    assert "Elija un cobrador" in unescape(answer.content.decode())
    route = Route(collector=make_collector("ana", COLLECT.name), title="x", last_day=TODAY)
    with pytest.raises(Refusal, match=r"asignó nada|was assigned"):
        hand_over(Sought(), route, today=TODAY, by=OFFICE)
    with pytest.raises(NotAllowed):
        hand_over(Sought(), route, today=TODAY, by=Viewer(name="clerk", is_staff=True))
    assert not Assignment.objects.exists()


def test_the_list_on_paper_is_in_the_order_of_a_walk(desk: Client, price: Price) -> None:
    owing(price, EAST, name="Zulma"), owing(price, WEST, name="Ana")
    page = text_of(desk, "/agua/mora/lista/imprimir/")
    assert page.index("Ana") < page.index("Zulma")


def test_the_public_sees_sums_of_a_closed_month_and_no_small_group(
    client: Client, price: Price
) -> None:
    assert "Todavía no se cerró" in text_of(client, "/agua/mora/otbs/")
    day = month_ends(this_day())[0]
    for position, count in ((WEST, 12), (EAST, 3)):
        for _each in range(count):
            bill(make_account(position), price, due_on=day - dt.timedelta(days=20))
    close_period(day.replace(day=1), today=this_day(), by=OFFICE)
    keep_month_ends(today=this_day(), by=OFFICE)
    published = published_debt(today=this_day())
    assert published is not None
    shown = {row.area.name: row.is_shown for row in published.rows}
    assert shown["Naciente"] is False, "three accounts are too few"
    assert not (shown["Poniente"] and published.whole), "else the three could be worked out"
    page = text_of(client, "/agua/mora/otbs/")
    assert "no se muestra" in page
    assert "Bs 30,00" not in page


def test_the_layer_of_today_holds_the_accounts_of_the_list(price: Price) -> None:
    from apps.water.layers.debtors import _in_debt
    from geo.access import Audience

    account = owing(price, months=3)
    make_account(EAST)
    row: Any
    (row,) = _in_debt(Audience.STAFF)
    assert (row.pk, row.overdue, row.overdue_bills) == (account.pk, BS("30"), 3)
    assert (row.age, row.otb_name) == ("three_to_six", "Poniente")


def test_areas_answer_in_few_bytes(desk: Client, price: Price) -> None:
    owing(price)
    assert json.loads(desk.get("/agua/mora/areas.json?por=distrito").content)["por"] == (
        "distrito"
    )
