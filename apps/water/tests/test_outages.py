"""A burst on the network: who shuts what, who is told, and what opens again."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.gis.geos import LineString, Point
from django.test import Client

from apps.notices.models import Notice
from apps.people.tests.making import make_account as user_of
from apps.territory.tests.making import make_place
from apps.water.actions.outages import close_valves, open_valves
from apps.water.domain.network_refusals import (
    AlreadyOpened,
    ClosedMeanwhile,
    NoReason,
    OpenedBeforeClosed,
)
from apps.water.models import Asset, Main, Node, Outage, Valve
from apps.water.queries.closing import main_near, plan_closing
from apps.water.tests.making import (
    make_account,
    make_connection,
    make_holding,
    make_operator,
    make_party,
)
from geo.access import NotAllowed, Viewer
from geo.testing import Grid

pytestmark = pytest.mark.django_db

CREW = Viewer(name="cuadrilla", grants=frozenset({"water.close_valves"}))
AT = dt.datetime(2026, 11, 26, 14, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(hours=5)
STREETS = Grid("""
    T . V . b . W . c
    . . . . . . . . .
    . . . . d . . . .
""")
"""A tank T, valves V and W along one street, a dead end d to the south of b."""


@pytest.fixture
def network() -> dict[str, Main]:
    """The drawing as a network of EMAPAQ; mains by the letters of their ends."""
    operator = make_operator()
    nodes = {
        letter: Node.objects.create(operator=operator, position=STREETS.point(letter))
        for letter in "TVbWcd"
    }

    def part(kind: str, letter: str) -> Asset:
        return Asset.objects.create(
            operator=operator,
            code=f"{kind}-{letter}",
            kind=kind,
            shape=STREETS.point(letter),
            node=nodes[letter],
            source="test",
        )

    part("tank", "T")
    for letter in "VW":
        Valve.objects.create(asset=part("valve", letter), node=nodes[letter])
    mains = {}
    for one, two in ("TV", "Vb", "bW", "Wc", "bd"):
        asset = Asset.objects.create(
            operator=operator,
            code=f"main-{one}{two}",
            kind="main",
            shape=LineString(STREETS.points[one], STREETS.points[two], srid=4326),
            source="test",
        )
        mains[one + two] = Main.objects.create(
            asset=asset, from_node=nodes[one], to_node=nodes[two]
        )
    return mains


def beside(letter: str) -> Point:
    x, y = STREETS.points[letter]
    return Point(x + 0.0002, y + 0.0001, srid=4326)


def test_a_press_beside_a_pipe_means_that_pipe(network) -> None:
    x, y = STREETS.points["d"]
    assert main_near(Point(x + 0.0001, y + 0.0002, srid=4326)) == network["bd"]
    assert main_near(Point(x + 0.01, y, srid=4326)) is None


def test_valves_houses_and_schools_of_a_burst_are_found(network) -> None:
    dry = make_connection(position=beside("b"))
    known = make_connection(position=beside("T"), main=network["bd"])
    wet = make_connection(position=beside("T"))
    make_connection(position=beside("b"), state="removed")
    school = make_place("Escuela Simón Bolívar", beside("d"), kind="school")
    make_place("Plaza", beside("d"), kind="square")

    plan = plan_closing(network["bd"])
    assert [valve.code for valve in plan.valves] == ["valve-V"]
    assert plan.stops
    assert set(plan.connections) == {dry.pk, known.pk}
    assert wet.pk not in plan.connections
    assert [place.id for place in plan.places] == [school.pk]


def test_a_stuck_valve_is_not_counted_on(network) -> None:
    Valve.objects.filter(asset__code="valve-W").update(can_be_closed=False)
    plan = plan_closing(network["Wc"])
    assert [valve.code for valve in plan.valves] == ["valve-V"]


def test_holders_are_told_once_and_the_credit_counts_from_the_outage(network) -> None:
    party = make_party()
    numbers = []
    for letter in "bc":
        account = make_account(make_connection(position=beside(letter)))
        make_holding(account, party)
        numbers.append(account.number)
    make_holding(make_account(make_connection(position=beside("T"))))

    outage = close_valves(network["Vb"], at=AT, reason="Rotura", by=CREW)
    notice = Notice.objects.get(template__code="water-shut")
    assert notice.party == party
    assert all(number in notice.body for number in numbers)
    assert outage.connections.count() == 2
    assert not Valve.objects.get(asset__code="valve-V").is_open

    open_valves(outage, at=LATER, by=CREW)
    assert Valve.objects.get(asset__code="valve-V").is_open
    assert Notice.objects.filter(template__code="water-back").count() == 1


def test_a_valve_that_another_burst_needs_stays_closed(network) -> None:
    first = close_valves(network["Vb"], at=AT, reason="Rotura", by=CREW)
    second = close_valves(network["bd"], at=AT, reason="Otra", by=CREW)
    open_valves(first, at=LATER, by=CREW)
    assert not Valve.objects.get(asset__code="valve-V").is_open

    open_valves(second, at=LATER, by=CREW)
    assert Valve.objects.get(asset__code="valve-V").is_open


def test_a_valve_closed_for_good_is_not_opened_by_an_outage(network) -> None:
    Valve.objects.filter(asset__code="valve-W").update(is_open=False)
    outage = close_valves(network["Vb"], at=AT, reason="Rotura", by=CREW)
    open_valves(outage, at=LATER, by=CREW)
    assert not Valve.objects.get(asset__code="valve-W").is_open


def test_what_was_seen_is_what_is_closed(network) -> None:
    plan = plan_closing(network["Wc"])
    shown = [valve.pk for valve in plan.valves]
    Valve.objects.filter(asset__code="valve-W").update(can_be_closed=False)
    with pytest.raises(ClosedMeanwhile):
        close_valves(network["Wc"], at=AT, reason="Rotura", expected=shown, by=CREW)


def test_the_crew_presses_on_the_map_closes_and_opens(network) -> None:
    client = Client()
    client.force_login(user_of(None, "jefa", is_superuser=True))
    make_holding(make_account(make_connection(position=beside("b"))))
    assert "sketch" in client.get("/agua/red/").content.decode()

    x, y = STREETS.points["d"]
    pressed = f'{{"type":"Point","coordinates":[{x},{y}]}}'
    page = client.get("/agua/red/", {"lugar": pressed}).content.decode()
    assert "valve-V" in page
    expected = str(Valve.objects.get(asset__code="valve-V").pk)
    answer = client.post(
        f"/agua/red/tuberia/{network['bd'].pk}/cerrar/",
        {"lugar": pressed, "valvulas": expected, "motivo": "Rotura"},
    )
    assert answer.status_code == 302
    outage = Outage.objects.get()
    assert outage.connections.count() == 1
    assert "Rotura" in client.get("/agua/red/").content.decode()
    client.post(f"/agua/red/corte/{outage.pk}/abrir/")
    outage.refresh_from_db()
    assert outage.ended_at is not None


def test_a_press_on_nothing_says_so(network) -> None:
    client = Client()
    client.force_login(user_of(None, "jefa", is_superuser=True))
    for asked in ('{"type":"Point","coordinates":[-66.0,-17.0]}', "nonsense"):
        page = client.get("/agua/red/", {"lugar": asked}).content.decode()
        assert "30 metr" in page


@pytest.mark.parametrize(
    ("acting", "refusal"),
    [
        pytest.param(
            lambda main: close_valves(main, at=AT, reason=" ", by=CREW), NoReason, id="why"
        ),
        pytest.param(
            lambda main: close_valves(main, at=AT, reason="x", by=Viewer()),
            NotAllowed,
            id="anybody",
        ),
        pytest.param(
            lambda main: open_valves(
                close_valves(main, at=AT, reason="x", by=CREW), at=AT, by=CREW
            ),
            OpenedBeforeClosed,
            id="no time between",
        ),
        pytest.param(
            lambda main: [
                open_valves(outage, at=LATER, by=CREW)
                for outage in [close_valves(main, at=AT, reason="x", by=CREW)] * 2
            ],
            AlreadyOpened,
            id="opened twice",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(network, acting, refusal) -> None:
    with pytest.raises(refusal):
        acting(network["Vb"])
