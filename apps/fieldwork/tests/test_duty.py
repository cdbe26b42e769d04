"""Where a collector went is kept on duty and with consent only, in whatever order."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest
from django.db import IntegrityError, transaction

from apps.fieldwork.actions.duties import forget_trails
from apps.fieldwork.models import Consent, Device, Duty, Event, TrailPoint
from apps.fieldwork.tests.making import PHONE, PLAZA

pytestmark = pytest.mark.django_db
NOW = dt.datetime.now(PHONE)


def at(minutes: int) -> str:
    return (NOW - dt.timedelta(hours=1) + dt.timedelta(minutes=minutes)).isoformat()


def trail(phone, *minutes: int):
    points = [[*PLAZA, 8.0, at(each)] for each in minutes]
    return phone.own("trail", at=at(max(minutes)), body={"points": points})


def agree(phone, minute: int = -600):
    return phone.own("consent.give", at=at(minute), body={"version": "2026-1"})


@pytest.fixture(autouse=True)
def enrolled_long_ago(phone):
    """Telephones of the tests have been known for longer than they have been on duty."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL llajta.break_glass = 'test'")
    Device.objects.update(enrolled_at=NOW - dt.timedelta(days=30))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL llajta.break_glass = ''")


def test_points_are_kept_on_duty_and_with_consent(phone):
    begin = phone.own("duty.begin", at=at(0))
    end = phone.own("duty.end", at=at(30))
    answer = phone.send(agree(phone), begin, end, trail(phone, -5, 5, 20, 45))
    told = answer.json()["events"]
    assert [each["outcome"] for each in told] == ["applied"] * 4
    assert "2" in told[3]["message"]
    assert TrailPoint.objects.count() == 2
    assert Event.objects.get(act="trail").body == {}
    assert phone.get("estado/").json()["duty"]["consent"]["version"] == "2026-1"


def test_without_consent_nothing_is_kept(phone):
    phone.send(phone.own("duty.begin", at=at(0)), trail(phone, 5))
    assert not TrailPoint.objects.exists()


def test_who_withdraws_has_the_whole_trail_deleted(phone):
    phone.send(agree(phone), phone.own("duty.begin", at=at(0)), trail(phone, 5, 10))
    phone.send(phone.own("consent.withdraw", at=at(15)), trail(phone, 20))
    assert not TrailPoint.objects.exists()
    assert phone.get("estado/").json()["duty"]["consent"] is None


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_duties_come_out_the_same_in_any_order(phone, order):
    acts = ("duty.begin", "duty.end", "duty.begin", "duty.end")
    events = [phone.own(act, at=at(n * 10)) for n, act in enumerate(acts)]
    for place in order:
        phone.send(events[place])
    spans = [(e.began_at, e.ended_at) for e in Duty.objects.order_by("began_at")]
    wanted = [dt.datetime.fromisoformat(at(n * 10)) for n in range(4)]
    assert spans == [(wanted[0], wanted[1]), (wanted[2], wanted[3])]


def test_consent_given_and_withdrawn_in_the_wrong_order_is_withdrawn(phone):
    given, withdrawn = agree(phone, 0), phone.own("consent.withdraw", at=at(10))
    phone.send(withdrawn)
    phone.send(given)
    assert Consent.objects.get().withdrawn_at is not None


def test_the_database_keeps_no_point_without_consent(phone):
    phone.send(phone.own("duty.begin", at=at(0)))
    with pytest.raises(IntegrityError, match="trail_needs_consent"), transaction.atomic():
        TrailPoint.objects.create(
            device=phone.device,
            at=at(5),
            position=f"SRID=4326;POINT({PLAZA[0]} {PLAZA[1]})",
            accuracy_m=8,
        )


def test_the_same_points_twice_are_kept_once(phone):
    phone.send(agree(phone), phone.own("duty.begin", at=at(0)))
    phone.send(trail(phone, 5, 6), trail(phone, 5, 6))
    assert TrailPoint.objects.count() == 2


def test_trails_are_forgotten_after_thirty_days(phone):
    phone.send(agree(phone), phone.own("duty.begin", at=at(0)), trail(phone, 5))
    assert forget_trails(at=NOW + dt.timedelta(days=29)) == 0
    assert forget_trails(at=NOW + dt.timedelta(days=31)) == 1


@pytest.mark.parametrize(
    "points", [[[1, 2]], ["x"], [[0, 100, 1, "x"]], 7, [[*PLAZA, -1, "2026-01-01"]]]
)
def test_points_that_are_none_are_left_out(phone, points):
    phone.send(agree(phone), phone.own("duty.begin", at=at(0)))
    answer = phone.send(phone.own("trail", at=at(5), body={"points": points}))
    assert answer.json()["events"][0]["outcome"] == "applied"
    assert not TrailPoint.objects.exists()
