"""Two inspectors and one stand, two clerks and one confiscation: each waits its turn."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from apps.festivals.actions import Handing, hand_on
from apps.festivals.models import Confiscation, Infraction
from apps.festivals.terms import Step
from apps.festivals.tests.inspecting import (
    Feast,
    make_feast,
    make_infraction_kind,
    make_inspector,
    report,
)
from apps.festivals.tests.making import OFFICE
from apps.fieldwork.actions import Parcel, receive_events
from apps.fieldwork.models import Event
from apps.fieldwork.tests.making import Phone
from apps.treasury.models import Obligation
from apps.treasury.tests.making import is_sound
from apps.treasury.tests.together import at_once, database_apart
from geo.pages.middleware import viewer_for

TIMES = 6


@pytest.fixture(scope="module")
def feast(
    worker: str,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Feast]:
    before: Path = settings.VAR
    settings.VAR = tmp_path_factory.mktemp("var")
    with database_apart("control", worker, django_db_blocker):
        yield make_feast()
    settings.VAR = before


def deliver(phone: Phone, *events: Any) -> None:
    envelopes = [phone.seal(each) for each in events]
    parcel = Parcel(
        device=phone.device, envelopes=envelopes, digest="0" * 64, size=0, sent=None
    )
    receive_events(parcel, by=viewer_for(phone.device.holder))


def deliver_one(phones: list[Phone], events: list[Any], number: int) -> None:
    deliver(phones[number], events[number])


def test_a_stand_that_two_inspectors_fine_at_once_owes_once(feast: Feast) -> None:
    feast.sell("A-1")
    phones = [make_inspector("rosa"), make_inspector("mario")]
    for number in range(TIMES):
        kind = make_infraction_kind(f"falta-{number}")
        events = [
            report(each, feast, "infraction", "A-1", infraction={"kind": kind.code})
            for each in phones
        ]
        at_once(partial(deliver_one, phones, events), times=2)
        assert Infraction.objects.filter(kind=kind).count() == 1
        outcomes = Event.objects.filter(pk__in=[each["id"] for each in events])
        assert sorted(outcomes.values_list("outcome", flat=True)) == ["applied", "conflict"]
    assert Obligation.objects.filter(about_kind="festivals.infraction").count() == TIMES
    assert is_sound()


def test_goods_that_two_hand_on_at_once_go_from_one_to_the_other(feast: Feast) -> None:
    ana = make_inspector("ana")
    kind = make_infraction_kind("ruido", None)
    things = {"items": [{"what": "Parlante", "quantity": "1"}]}
    told = {"infraction": {"kind": kind.code}, "seized": things}
    deliver(ana, report(ana, feast, "seized", "A-2", **told))
    taken = Confiscation.objects.get()
    at = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1)

    def hand(number: int) -> None:
        receiver = f"Almacén {number}"
        to = Handing(kind=Step.HANDED, receiver=receiver, place="Depósito", at=at)
        hand_on(taken, to, by=OFFICE)

    at_once(hand, times=TIMES)
    steps = list(taken.custody.order_by("ordinal"))
    assert [each.ordinal for each in steps] == list(range(1, TIMES + 2))
    for before, after in itertools.pairwise(steps):
        assert after.giver == before.receiver
