"""The invented water service: shaped as its figures say, and its books agree."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from typing import Any

import numpy as np
import psycopg
import pytest

from data.water.figures import CATEGORIES, FAMILY_M3, HABITS, SEASON, ZEROS
from data.water.months import Payers, Walk, months_until
from data.water.padron import House, Users
from tests import databases


@pytest.fixture(scope="module")
def supplied(worker: str, django_db_setup: None) -> Iterator[str]:
    """A copy of the small town with its few accounts and months."""
    name = f"llajta_supplied_{worker}_{os.getpid()}"
    with databases.copied(databases.town_template(), name):
        yield name


def test_a_year_of_use_is_shaped_like_the_series(monkeypatch) -> None:
    rng = np.random.default_rng(1)
    size = 4_000
    nobody: Any = None
    walk = Walk(nobody, list(range(size)), np.full(size, FAMILY_M3), np.zeros(size))
    used = []
    for month in months_until(dt.date(2026, 1, 15), 12):
        before = walk.stands.copy()
        walk.count(month, rng)
        used.append(walk.stands - before)
    medians = np.median(np.array(used), axis=1) / FAMILY_M3
    assert medians == pytest.approx(np.array(SEASON), abs=0.1)
    assert np.mean(np.array(used) == 0) == pytest.approx(ZEROS, abs=0.005)


def test_some_pay_at_once_and_some_never() -> None:
    rng = np.random.default_rng(1)
    payers = Payers.of(list(range(2_000)), rng)
    times = np.zeros(2_000)
    for _month in range(60):
        times[payers.paying(rng)] += 1
    assert np.median(times) > 20
    assert (times < 3).mean() > 0.01
    assert sum(each.share for each in HABITS) == pytest.approx(1)


def test_users_come_as_a_list_that_the_import_reads() -> None:
    houses = [
        House(code=f"P-{n}", longitude=-66.28, latitude=-17.4, address="", use="housing")
        for n in range(50)
    ]
    users = Users(
        operator="emapaq",
        houses=houses,
        prefix="",
        is_metered=False,
        since="2021-01-01",
        rng=np.random.default_rng(1),
    )
    (batch,) = users.batches(["cuenta", "categoria"])
    numbers = batch.columns["cuenta"].texts()
    assert (len(batch), len(set(numbers))) == (50, 50)
    words = {word for word, _share in CATEGORIES}
    assert words.issuperset(batch.columns["categoria"].texts())


def test_bills_and_payments_of_the_demonstration_agree(supplied: str) -> None:
    databases.manage(supplied, "check_ledger")  # its status says whether they agree
    with psycopg.connect(databases.address(supplied)) as connection:
        counted = connection.execute(
            "SELECT (SELECT count(*) FROM water_account),"
            " (SELECT count(*) FROM water_bill),"
            " (SELECT count(*) FROM treasury_payment WHERE key LIKE 'demo:water:%'),"
            " (SELECT count(*) FROM water_main), (SELECT count(*) FROM water_valve)"
        ).fetchone()
    assert counted is not None
    accounts, bills, payments, mains, valves = counted
    assert accounts >= 40
    assert bills >= 80
    assert payments > 5
    assert mains > valves > 0
