"""Everybody asks every address: what they get is what `docs/rights.md` says.

With `LLAJTA_WRITE_RIGHTS=1` in the environment the lines that lack are written first, to be
read by somebody before they are kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
from django.test import Client

from tests.canary.doors import page_patterns
from tests.effort import LONG
from tests.rights import table
from tests.rights.asking import UNSAFE, Heard, ask, tables_written
from tests.rights.people import ADMIN, EVERYBODY, browsers
from tests.rights.places import at, is_somewhere
from tests.rights.town import moved_in

pytestmark = pytest.mark.bar("R59")

ADDRESSES: Final = sorted(set(page_patterns()))
GROUPS: Final = sorted({each.split("/")[1] for each in ADDRESSES})
REFUSED: Final = frozenset("nhs")

NOTED: Final = {"people_personaldataread", "people_layerread"}
"""Where it is written down who of the staff looked at whose data, on a page or a layer."""
BESIDES: Final = {
    "/cuenta/autenticador/": {"django_session"},
    "/fiestas/patente/{token}.pdf": {"documents_document", "documents_history"},
}
"""What else reading writes: the secret that one is about to set up, in one's own session; a
patent, drawn when it is fetched the first time and the same ever after."""
SIGNED_OTHERWISE: Final = ("/api/campo/", "/api/espacios/", "/pagos/aviso/")
"""Programs' addresses: they sign each request, or bring the token in a header of their own,
and say themselves what is wrong with one that does not."""
OTHER_METHODS: Final = {("DELETE", "/api/espacios/reservas/{token}/")}
"""What takes another method than GET, HEAD and POST."""


@dataclass(frozen=True, kw_only=True)
class Town:
    """Everybody's browser."""

    browsers: dict[str, Client]

    def heard(self, name: str, method: str, address: str, *, token: bool = True) -> Heard:
        return ask(self.browsers[name], method, address, token=token)

    def marks(self, name: str, pattern: str) -> str:
        address = at(pattern)
        return "".join(self.heard(name, each, address).mark for each in ("GET", "POST"))

    def row(self, pattern: str, known: table.Marks) -> dict[str, str]:
        """What everybody may there; who is in the document already is not asked."""
        return {name: known.get(name) or self.marks(name, pattern) for name in EVERYBODY}


@pytest.fixture(scope="module")
def town(worker: str, django_db_blocker: Any) -> Iterator[Town]:
    with (
        django_db_blocker.unblock(),
        moved_in(f"llajta_rights_{worker}_{os.getpid()}"),
    ):
        yield Town(browsers=browsers())


@pytest.fixture(scope="module")
def written(town: Town) -> dict[str, table.Marks]:
    if "LLAJTA_WRITE_RIGHTS" in os.environ:
        known = table.written()
        table.write({each: town.row(each, known.get(each, {})) for each in ADDRESSES})
    return table.written()


def some(pattern: str) -> tuple[str, ...]:
    """Who asks there: in a normal run one, another at each address."""
    turn = sum(map(ord, pattern)) % len(EVERYBODY)
    return EVERYBODY if LONG else (EVERYBODY[turn],)


def of(group: str) -> list[str]:
    return [each for each in ADDRESSES if each.split("/")[1] == group]


def some_of(group: str, turn: int) -> list[str]:
    """In a normal run every fourth address, another fourth in each test."""
    return of(group) if LONG else of(group)[turn::4]


def test_every_address_has_its_line(written: dict[str, table.Marks]) -> None:
    assert set(written) == set(ADDRESSES), "enter it in docs/rights.md, and read it there"
    assert not [each for each, marks in written.items() if "!" in "".join(marks.values())]


@pytest.mark.parametrize("group", GROUPS)
def test_each_gets_what_the_table_says(
    town: Town, written: dict[str, table.Marks], group: str
) -> None:
    found = {
        (pattern, name): town.marks(name, pattern)
        for pattern in of(group)
        for name in some(pattern)
    }
    told = {(pattern, name): written[pattern][name] for pattern, name in found}
    assert found == told


@pytest.mark.parametrize("group", GROUPS)
def test_reading_writes_nothing_down_but_that_somebody_read(town: Town, group: str) -> None:
    for pattern in some_of(group, 0):
        for name in EVERYBODY if LONG else (ADMIN,):
            got = town.heard(name, "GET", at(pattern))
            if got.wrote:
                browser = town.browsers[name]
                may = NOTED | BESIDES.get(pattern, set())
                assert tables_written(browser, "GET", at(pattern)) <= may, pattern
            head = town.heard(name, "HEAD", at(pattern))
            assert head.status == got.status, pattern
            assert head.wrote <= got.wrote, pattern


def test_what_is_written_is_seen(town: Town) -> None:
    look, leave = at("/personas/{pk}/"), at("/salir/")
    assert town.heard(ADMIN, "GET", look).wrote
    assert tables_written(town.browsers[ADMIN], "GET", look) == {"people_personaldataread"}
    assert town.heard("vecina", "POST", leave).wrote
    assert not town.heard("vecina", "POST", leave, token=False).wrote


def is_signed_otherwise(pattern: str) -> bool:
    return pattern.startswith(SIGNED_OTHERWISE)


@pytest.mark.parametrize("group", GROUPS)
def test_without_its_token_nothing_is_acted_upon(town: Town, group: str) -> None:
    for pattern in some_of(group, 1):
        for name in EVERYBODY if LONG else (ADMIN,):
            for method in UNSAFE if LONG else ("POST",):
                heard = town.heard(name, method, at(pattern), token=False)
                wanted = {403}
                if is_signed_otherwise(pattern):
                    wanted |= {400, 401, 404, 405, 415, 422, 428}
                assert heard.status in wanted, (method, pattern, name)
                assert not heard.wrote, (method, pattern, name)


@pytest.mark.parametrize("group", GROUPS)
def test_no_other_method_does_anything(town: Town, group: str) -> None:
    for pattern in some_of(group, 2):
        for name in EVERYBODY if LONG else (ADMIN,):
            for method in UNSAFE[1:] if LONG else ("DELETE",):
                if (method, pattern) in OTHER_METHODS:
                    continue
                heard = town.heard(name, method, at(pattern))
                # The framework's own pages show themselves, whatever the method.
                shown = {"Y"} if pattern.startswith("/admin/") else set()
                assert heard.mark in REFUSED | {"-"} | shown, (method, pattern, name)
                assert not heard.wrote, (method, pattern, name)


@pytest.mark.parametrize("group", GROUPS)
def test_who_is_refused_is_not_told_whether_it_is_there(
    town: Town, written: dict[str, table.Marks], group: str
) -> None:
    for pattern in filter(is_somewhere, some_of(group, 3)):
        for name in some(pattern):
            marks = written[pattern][name]
            for method, mark in zip(("GET", "POST"), marks, strict=True):
                if mark not in REFUSED or marks[0] == "Y":  # who may open it knows of it
                    continue
                there = town.heard(name, method, at(pattern))
                gone = town.heard(name, method, at(pattern, real=False))
                assert (there.status, there.mark) == (gone.status, gone.mark), pattern
