"""Counting tries: exact under a crowd, and delays as the rule says."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as some

from apps.signin.actions.trying import count_try, forgive
from apps.signin.domain.addresses import Origin
from apps.signin.domain.delays import LONGEST_SECONDS, Counted, delay_seconds
from apps.signin.domain.refusals import WaitFirst
from apps.signin.models import Throttle
from geo.pages.origin import client_address

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
DOOR = (Counted(key="door", free=5),)


@given(some.integers(0, 10_000), some.integers(1, 50))
def test_delays_only_grow_and_never_past_the_longest(failures: int, free: int) -> None:
    assert 0 <= delay_seconds(failures, free) <= delay_seconds(failures + 1, free)
    assert delay_seconds(failures, free) <= LONGEST_SECONDS


@pytest.mark.django_db
def test_the_database_waits_as_long_as_the_rule_says() -> None:
    at = NOON
    for failures in range(1, 20):
        count_try(DOOR, at=at)
        assert Throttle.objects.get().failures == failures
        wait = delay_seconds(failures, 5)
        if wait > 1:
            with pytest.raises(WaitFirst) as told:
                count_try(DOOR, at=at + dt.timedelta(seconds=wait - 1))
            assert told.value.seconds == 1
        at += dt.timedelta(seconds=wait)


@pytest.mark.django_db
def test_a_try_that_must_wait_counts_nowhere() -> None:
    both = (Counted(key="a", free=0), Counted(key="b", free=5))
    count_try(both, at=NOON)
    for _each in range(9):
        with pytest.raises(WaitFirst):
            count_try(both, at=NOON)
    assert set(Throttle.objects.values_list("key", "failures")) == {("a", 1), ("b", 1)}


@pytest.mark.django_db
def test_a_day_forgets() -> None:
    for _each in range(5):
        count_try(DOOR, at=NOON)
    count_try(DOOR, at=NOON + dt.timedelta(days=1, seconds=1))
    assert Throttle.objects.get().failures == 1


@pytest.mark.django_db
def test_success_clears_ones_own_and_one_try_of_what_is_shared() -> None:
    both = (Counted(key="own", free=9), Counted(key="shared", free=9, shared=True))
    for _each in range(3):
        count_try(both, at=NOON)
    forgive(both)
    assert list(Throttle.objects.values_list("key", "failures")) == [("shared", 2)]


@pytest.mark.django_db(transaction=True)
def test_fifty_guesses_at_once_are_fifty_tries() -> None:
    def guess(_number: int) -> bool:
        try:
            count_try(DOOR, at=NOON)
        except WaitFirst:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as crowd:
        tried = sum(crowd.map(guess, range(50)))
    assert tried == 5
    assert Throttle.objects.get().failures == 5


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("181.1.2.3", "181.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_a_household_is_one_address(address: str, counted: str) -> None:
    assert Origin(address=address).neighbourhood == counted


@pytest.mark.parametrize(
    ("forwarded", "proxies", "found"),
    [
        ("6.6.6.6", 0, "10.0.0.1"),
        ("6.6.6.6, 181.1.2.3", 1, "181.1.2.3"),
        ("6.6.6.6, 181.1.2.3, 10.0.0.9", 2, "181.1.2.3"),
        ("", 1, "10.0.0.1"),
        ("nonsense", 1, ""),
    ],
)
def test_clients_do_not_choose_their_address(
    forwarded: str, proxies: int, found: str
) -> None:
    assert client_address("10.0.0.1", forwarded, proxies=proxies) == found
