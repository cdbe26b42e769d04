"""Script that somebody wrote into a name, a note or a reason is shown as text."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.test import Client

from tests.canary.doors import page_patterns
from tests.effort import many
from tests.rights.asking import ask
from tests.rights.people import ADMIN, browsers
from tests.rights.places import at
from tests.rights.town import moved_in
from tests.stored.planting import MARK, PAYLOADS, plant
from tests.stored.running import runnable

pytestmark = pytest.mark.bar("R68")

SHOWN: Final = sorted(each for each in set(page_patterns()) if "logout" not in each)


@pytest.fixture(scope="module")
def planted(worker: str, django_db_blocker: Any) -> Iterator[list[str]]:
    with (
        django_db_blocker.unblock(),
        moved_in(f"llajta_stored_{worker}_{os.getpid()}"),
    ):
        yield plant()


@pytest.fixture(scope="module")
def admin(planted: list[str]) -> Client:
    return browsers()[ADMIN]


def test_the_corpus_is_large_and_is_in_every_register(planted: list[str]) -> None:
    assert len(PAYLOADS) >= 120
    assert len(planted) > 60
    registers = {each.split("_")[0] for each in planted}
    assert {"people", "territory", "works", "festivals", "water", "notices"} <= registers


def test_a_payload_that_ran_would_be_seen() -> None:
    for payload in PAYLOADS[:9]:
        assert runnable(f"<p>{payload}</p>"), payload
    assert not runnable(f"<p>{PAYLOADS[0].replace('<', '&lt;')}</p>")


@pytest.mark.parametrize("start", range(many(4, 20)))
def test_no_page_makes_an_element_of_a_text(admin: Client, start: int) -> None:
    """In a normal run, every fifth of the pages."""
    shown = 0
    for pattern in SHOWN[start::20]:
        heard = ask(admin, "GET", at(pattern))
        assert heard.status < 500, pattern
        # Data are no page: no browser takes them for one (`nosniff`).
        assert "html" not in heard.kind or not runnable(heard.text), pattern
        shown += MARK in heard.text
    assert shown or not many(0, 1), "some page shows a payload"
