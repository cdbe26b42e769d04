"""A large import is taken back by the worker, and its page says how that stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation

from geo.access import NotAllowed, Viewer
from geo.errors import Refusal
from geo.exchange.tests.conftest import rows_of
from geo.importing.retracting import SMALL_ROWS, UNDO, take_back
from geo.importing.tests.conftest import CLERK, NOW, OTHER, PLACES, hand_in, imported
from geo.jobs.acts import get_act
from geo.jobs.ends import begin, fail
from geo.jobs.models import Job
from geo.jobs.refusals import Dismissed
from geo.models import ImportRun


@dataclass
class Watched:
    """A run as the worker's, that may be stopped at a step."""

    viewer: Viewer = CLERK
    stopped_at: float = 101
    heard: list[float] = field(default_factory=list)

    def step(self, percent: float, message: object = "") -> None:
        self.heard.append(percent)
        if percent >= self.stopped_at:
            raise Dismissed


@pytest.fixture
def large(town: Any) -> ImportRun:
    """An import that counts as large."""
    run = imported(hand_in(PLACES))
    ImportRun.objects.filter(pk=run.pk).update(loaded=SMALL_ROWS + 1)
    run.refresh_from_db()
    return run


@pytest.fixture
def clerk(client: Client) -> Any:
    client.force_login(User.objects.create_superuser("ana"))
    client.cookies["django_language"] = "es"
    with translation.override("es"):
        yield client


def asked() -> list[Job]:
    return list(Job.objects.filter(act=UNDO))


def test_the_worker_takes_it_back_once(large: ImportRun) -> None:
    for _press in ("once", "twice"):
        take_back(large, by=CLERK, now=NOW)
    (job,) = asked()
    assert len(rows_of("place-names")) == 2, "nothing was done yet"

    run = Watched()
    for _time in ("run", "run again after a fault"):
        get_act(UNDO).work(run, job.arguments)
    assert rows_of("place-names") == []
    large.refresh_from_db()
    assert (large.removed, large.undone_by) == (2, "ana")
    assert run.heard == [40, 95]
    take_back(large, by=CLERK, now=NOW)
    assert len(asked()) == 1, "it is undone already"


def test_only_those_may_ask_who_may_import(large: ImportRun) -> None:
    with pytest.raises(NotAllowed):
        take_back(large, by=OTHER, now=NOW)
    assert asked() == []


def test_stopped_before_its_end_it_has_removed_nothing(large: ImportRun) -> None:
    take_back(large, by=CLERK, now=NOW)
    with pytest.raises(Dismissed):
        get_act(UNDO).work(Watched(stopped_at=95), asked()[0].arguments)
    assert len(rows_of("place-names")) == 2


def test_its_page_says_that_it_waits_and_then_what_stood_against_it(
    large: ImportRun, clerk: Client
) -> None:
    address = f"/importar/historial/{large.token}/"
    answer = clerk.post(f"{address}deshacer/", follow=True)
    page = answer.content.decode()
    assert "La importación se está deshaciendo" in page
    assert "Deshacer toda la importación" not in page
    assert answer["Refresh"] == "2"

    row = rows_of("place-names")[0]
    row.name = "Plaza <Mayor>"
    row.save()
    (job,) = asked()
    with pytest.raises(Refusal) as refusal:
        get_act(UNDO).work(Watched(), job.arguments)
    begun = begin(job.pk)
    assert begun is not None
    fail(begun, str(refusal.value), 422)
    answer = clerk.get(address)
    page = answer.content.decode()
    assert f"Plaza &lt;Mayor&gt; (n.º {row.pk})" in page
    assert "Deshacer toda la importación" in page, "it can be tried again"
    assert "Refresh" not in answer
    assert len(rows_of("place-names")) == 2
