"""Parcels that should have an account, and those nobody may suspect."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.test import Client

from apps.people.tests.making import make_account as user_of
from apps.territory.models import Parcel
from apps.territory.tests.making import make_block, make_municipality, make_parcel
from apps.water.actions.checking import note_check
from apps.water.domain.network_refusals import CheckedTooEarly
from apps.water.models import Coverage, ParcelCheck
from apps.water.queries.missing import bare_parcels, loose_accounts
from apps.water.terms import CheckOutcome
from apps.water.tests.making import OFFICE, TODAY, make_account, make_connection, square
from apps.water.tests.making import make_operator as operator_of

pytestmark = pytest.mark.django_db

WEST, SOUTH, LOT = -66.284, -17.404, 0.0002


@pytest.fixture
def staff_client() -> Client:
    """A browser of somebody who may do everything."""
    client = Client()
    client.force_login(user_of(None, "jefa", is_superuser=True))
    return client


def lot(place: int) -> Polygon:
    """The lot at this place of a row, side by side."""
    west = WEST + place * LOT
    ring = Polygon.from_bbox((west, SOUTH, west + LOT, SOUTH + LOT))
    ring.srid = 4326
    return ring


@pytest.fixture
def row() -> list[Parcel]:
    """Five lots in a row, in EMAPAQ's ground; all but the third have an account."""
    make_municipality(square(-66.3, -17.42, 0.05))
    block = make_block("M-1", MultiPolygon(lot(0).union(lot(4)).envelope, srid=4326))
    lots = [
        make_parcel(f"P-{place}", block, MultiPolygon(lot(place), srid=4326))
        for place in range(5)
    ]
    emapaq = operator_of()
    for place in (0, 1, 3, 4):
        at = lot(place).centroid
        make_account(make_connection(emapaq, position=at, parcel=lots[place]))
    return lots


def codes() -> list[str]:
    return [each.code for each in bare_parcels(on=TODAY)]


def test_the_lot_between_customers_is_suspected(row) -> None:
    (found,) = bare_parcels(on=TODAY)
    assert (found.code, found.neighbours, found.operators) == ("P-2", 4, "EMAPAQ")


def test_nobody_is_suspected_where_an_operator_has_no_list_here(row) -> None:
    operator_of("otb-1", kind="otb")
    assert codes() == []


def test_a_lot_outside_every_ground_is_not_suspected(row) -> None:
    Coverage.objects.all().delete()
    assert codes() == []


def test_a_closed_account_is_none(row) -> None:
    account = row[0].water_connections.get().accounts.get()
    account.state, account.days = "closed", (dt.date(2026, 1, 1), dt.date(2026, 2, 1))
    account.save()
    assert codes() == ["P-2", "P-0"] or codes() == ["P-0", "P-2"]


@pytest.mark.parametrize(
    ("outcome", "stays"),
    [
        (CheckOutcome.EMPTY, False),
        (CheckOutcome.ELSEWHERE, False),
        (CheckOutcome.OWN_WELL, False),
        (CheckOutcome.NEIGHBOUR, True),
        (CheckOutcome.CLANDESTINE, True),
        (CheckOutcome.UNCLEAR, True),
    ],
)
def test_what_was_found_settles_it_or_not(row, outcome, stays) -> None:
    note_check(row[2], outcome, on=TODAY, today=TODAY, by=OFFICE)
    assert (codes() == ["P-2"]) is stays


def test_a_check_is_not_of_tomorrow(row) -> None:
    with pytest.raises(CheckedTooEarly):
        note_check(
            row[2],
            CheckOutcome.EMPTY,
            on=TODAY + dt.timedelta(days=1),
            today=TODAY,
            by=OFFICE,
        )


def test_accounts_on_no_parcel_are_listed(row) -> None:
    account = make_account(make_connection(operator_of()))
    assert [each.number for each in loose_accounts()] == [account.number]


def test_the_page_lists_notes_and_prints(row, staff_client: Client) -> None:
    page = staff_client.get("/agua/clandestinas/").content.decode()
    assert "P-2" in page
    assert "P-1<" not in page
    sheet = staff_client.get("/agua/clandestinas/hoja/").content.decode()
    assert "P-2" in sheet
    asked = {"predio": row[2].pk, "hallazgo": "clandestine"}
    assert staff_client.post("/agua/clandestinas/", asked).status_code == 302
    assert ParcelCheck.objects.get().outcome == CheckOutcome.CLANDESTINE


def test_the_page_is_for_those_who_open_accounts(row, client: Client) -> None:
    assert client.get("/agua/clandestinas/").status_code == 302
