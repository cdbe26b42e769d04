"""Two telephones and a desk, in any order: nothing is lost and nothing is doubled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.db.models import Count, Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.documents.models import Number
from apps.fieldwork.actions import Parcel, count_cash, receive_events
from apps.fieldwork.domain.refusals import NothingToCount
from apps.fieldwork.models import Event, StreetCash
from apps.fieldwork.queries import takings_of
from apps.fieldwork.tests.making import BOSS, PHONE, Phone
from apps.treasury.models import Obligation, Payment
from apps.treasury.queries import balance_of
from apps.treasury.tests.making import BS, is_sound, pay
from apps.water.models import Account, Promise, Reading, Visit
from apps.water.tests.fielding import (
    in_debt,
    make_crew,
    numbers_of,
    owed,
    payment,
    service_price,
    visit,
)
from apps.water.tests.making import make_fitting, make_meter, make_period
from geo.pages.middleware import viewer_for
from tests.effort import many

pytestmark = pytest.mark.django_db
ACCOUNTS, MONTHS = 3, 3
WHO = st.integers(0, 1)
WHICH = st.integers(0, ACCOUNTS - 1)
ACTS = st.one_of(
    st.tuples(st.just("pays"), WHO, WHICH, st.integers(1, 40)),
    st.tuples(st.just("reads"), WHO, WHICH, st.integers(100, 999)),
    st.tuples(st.just("promises"), WHO, WHICH, st.integers(-2, 9)),
    st.tuples(st.just("absent"), WHO, WHICH),
    st.tuples(st.just("sends"), WHO, st.integers(0, 2**16)),
    st.tuples(st.just("loses the answer"), WHO, st.integers(0, 2**16)),
    st.tuples(st.just("desk"), WHICH, st.integers(1, 40)),
    st.tuples(st.just("counts"), WHO),
)


def today() -> dt.date:
    """Where the telephones are; asked for each promise, as a run may go past midnight."""
    return dt.datetime.now(PHONE).date()


class Street:
    """The town of one example: what was done is remembered, to be compared at the end."""

    def __init__(self, phones: list[Phone], accounts: list[Account]) -> None:
        self.phones, self.accounts = phones, accounts
        self.numbers = [numbers_of(each.device) for each in phones]
        self.outbox: list[list[dict[str, Any]]] = [[], []]
        self.events: list[dict[str, Any]] = []
        self.desk = self.street = Decimal(0)
        self.promised = 0

    def _record(self, who: int, event: Any) -> None:
        self.outbox[who].append(event)
        self.events.append(event)

    def pays(self, who: int, which: int, amount: int) -> None:
        number = self.numbers[who].pop(0)
        paid = payment(self.phones[who], self.accounts[which], f"{amount}.00", number)
        self._record(who, paid)
        self.street += amount

    def reads(self, who: int, which: int, value: int) -> None:
        told = {"value": str(value), "serial": "", "anomaly": ""}
        phone, account = self.phones[who], self.accounts[which]
        self._record(who, visit(phone, account, "reading", reading=told))

    def promises(self, who: int, which: int, ahead: int) -> None:
        on = (today() + dt.timedelta(days=ahead)).isoformat()
        told = {"on": on, "amount": "10.00"}
        self.promised += ahead >= 0
        phone, account = self.phones[who], self.accounts[which]
        self._record(who, visit(phone, account, "promise", promise=told))

    def absent(self, who: int, which: int) -> None:
        self._record(who, visit(self.phones[who], self.accounts[which], "absent"))

    def loses_the_answer(self, who: int, mix: int) -> None:
        """What was sent stays in the outbox: it is sent again, in another order."""
        waiting = self.outbox[who]
        if waiting:
            turn = mix % len(waiting)
            self._deliver(who, (waiting[turn:] + waiting[:turn])[: 1 + mix % 5])

    def sends(self, who: int, mix: int) -> None:
        sent = self.outbox[who][: 1 + mix % 7]
        told = self._deliver(who, sent + sent[: mix % 2])
        digests = {each.id for each in told}
        self.outbox[who] = [
            each for each in self.outbox[who] if all(str(i) != each["id"] for i in digests)
        ]

    def _deliver(self, who: int, events: list[dict[str, Any]]) -> Any:
        phone = self.phones[who]
        parcel = Parcel(
            device=phone.device,
            envelopes=[phone.seal(each) for each in events],
            digest="0" * 64,
            size=0,
            sent=None,
        )
        return receive_events(parcel, by=viewer_for(phone.device.holder))[1]

    def desk_pays(self, which: int, amount: int) -> None:
        due = min(owed(self.accounts[which]), Decimal(amount))
        if due:
            pay(self.accounts[which].holdings.get().party, due, on=today())
            self.desk += due

    def counts(self, who: int) -> None:
        device = self.phones[who].device
        try:
            count_cash(device, takings_of(device), by=BOSS)
        except NothingToCount:
            return
        self.numbers[who] += numbers_of(device)

    def do(self, act: tuple[Any, ...]) -> None:
        name, *rest = act
        names = {"loses the answer": "loses_the_answer", "desk": "desk_pays"}
        getattr(self, names.get(name, name))(*rest)

    def all_comes_home(self) -> None:
        for who in (0, 1):
            while self.outbox[who]:
                self.sends(who, 6)
            self.counts(who)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    before = django_settings.VAR
    django_settings.VAR = tmp_path_factory.mktemp("var")
    yield django_settings.VAR
    django_settings.VAR = before


@pytest.fixture
def street(folder: Path, db: None) -> Street:
    price = service_price()
    accounts = [in_debt(price, MONTHS, east) for east in range(ACCOUNTS)]
    for each in accounts:
        make_fitting(make_meter(each.operator), each.connection)
    make_period(today().replace(day=1), operator=accounts[0].operator)
    return Street([make_crew("juana"), make_crew("pedro")], accounts)


@settings(max_examples=many(4, 1_000))
@given(acts=st.lists(ACTS, min_size=5, max_size=30))
def test_nothing_is_lost_or_doubled(street: Street, acts: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        town = Street(street.phones, street.accounts)
        for act in acts:
            town.do(act)
        town.all_comes_home()
        _judge(town)
        transaction.set_rollback(True)


def _judge(town: Street) -> None:
    ids = {each["id"] for each in town.events}
    assert {str(each) for each in Event.objects.values_list("pk", flat=True)} == ids
    assert {str(each) for each in Visit.objects.values_list("event_id", flat=True)} == ids
    _judge_money(town)
    assert Promise.objects.count() == town.promised
    read = [each for each in town.events if each["body"]["outcome"] == "reading"]
    assert Reading.objects.count() == len({each["about"]["id"] for each in read})


def _judge_money(town: Street) -> None:
    paid = [each for each in town.events if each["body"]["outcome"] == "paid"]
    cash = StreetCash.objects.aggregate(sum=Sum("amount"), rows=Count("pk"))
    assert (cash["sum"] or 0, cash["rows"]) == (town.street, len(paid))
    assert not StreetCash.objects.filter(payment=None).exists()
    assert not StreetCash.objects.filter(count=None).exists()
    taken = Payment.objects.aggregate(sum=Sum("amount"))["sum"] or 0
    assert taken == town.street + town.desk
    left = Obligation.objects.aggregate(sum=Sum("outstanding"))["sum"] or 0
    parties = [each.holdings.get().party_id for each in town.accounts]
    kept = sum(balance_of(each).advances for each in parties)
    assert BS(ACCOUNTS * MONTHS * 10) - left + kept == taken
    used = Number.objects.filter(state="drawn", block__isnull=False)
    assert used.count() == StreetCash.objects.exclude(number=None).count()
    assert is_sound()
