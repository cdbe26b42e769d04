"""Each account of the demonstration does what its post is for, and not more."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
import requests

from apps.signin.domain import totp
from data.town.fair.together import ASSOCIATION, WORDS
from tests import databases

CITIZEN: Final = {"/cuenta/", "/oficinas/"}
PAGES: Final = {
    "/cuenta/",
    "/oficinas/",
    "/personas/",
    "/personas/nueva/",
    "/personas/consultas/",
    "/permisos/",
    "/numeros/",
    "/historia/",
    "/importar/",
    "/caja/",
    "/cajas/",
    "/tesoreria/",
}
MAY: Final = {
    "vecina": CITIZEN,
    "vendedor": CITIZEN,
    "cobrador": CITIZEN | {"/tesoreria/"},
    "cajera": CITIZEN | {"/personas/", "/numeros/", "/caja/", "/tesoreria/"},
    "tesorera": CITIZEN | {"/personas/", "/numeros/", "/cajas/", "/tesoreria/"},
    "emapaq": CITIZEN | {"/personas/", "/numeros/", "/importar/", "/tesoreria/"},
    "organizadora": CITIZEN | {"/personas/", "/personas/nueva/"},
    "funcionario": CITIZEN | {"/personas/", "/personas/nueva/", "/numeros/"},
    "subalcalde.d5": CITIZEN | {"/personas/", "/personas/nueva/", "/tesoreria/"},
    "tecnico": CITIZEN | {"/personas/consultas/", "/historia/", "/importar/"},
}
MONEY: Final = {"cobrador", "cajera"}
RECEIPTS: Final = {"cajera"}
PREPARE: Final = """
from django.core.management import call_command
for command in ("ensure_accounts", "assign_demo_roles", "assign_demo_roles"):
    call_command(command)
"""
ASK: Final = """
import json; from django.contrib.auth.models import User
from datetime import date; from apps.people.queries import viewer_of_account
viewers = {each.username: viewer_of_account(each, date.today())
           for each in User.objects.all()}
print(json.dumps({name: [viewer.person_id, sorted(viewer.posts), sorted(viewer.grants)]
                  for name, viewer in viewers.items()}))
"""


@pytest.fixture(scope="module")
def var(bare_var: Callable[[str], Path]) -> Path:
    return bare_var("roles")


@pytest.fixture(scope="module")
def roles_url(serve: Callable[..., str], var: Path) -> str:
    def prepare(database: str) -> None:
        told = {"LLAJTA_VAR": str(var), "LLAJTA_DEMO": "1"}
        databases.manage(database, "shell", "--no-imports", "-c", PREPARE, **told)

    return serve("roles", databases.town_template(), prepare, LLAJTA_VAR=str(var))


@pytest.fixture(scope="module")
def come_in(roles_url: str, var: Path) -> Callable[[str], requests.Session]:
    lines = (var / "accounts.txt").read_text(encoding="utf-8").splitlines()
    noted = {line.split()[0]: line.split()[1:] for line in lines if line[0] != "#"}
    kept: dict[str, requests.Session] = {}

    def session_of(name: str) -> requests.Session:
        if name not in kept:
            kept[name] = signed_in(roles_url, name, *noted[name])
        return kept[name]

    return session_of


def signed_in(url: str, name: str, password: str, key: str) -> requests.Session:
    session = requests.Session()
    answer = send(session, f"{url}/entrar/", username=name, password=password)
    if key != "-":
        secret = base64.b32decode(key + "=" * (-len(key) % 8))
        code = totp.code_of(secret, totp.step_at(time.time()))
        answer = send(session, f"{url}/entrar/segundo-factor/", code=code)
    assert answer.url.endswith("/cuenta/"), answer.text[:500]
    return session


def send(session: requests.Session, address: str, **form: str) -> requests.Response:
    page = session.get(address, timeout=30)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token is not None, page.text[:500]
    filled = {**form, "csrfmiddlewaretoken": token[1]}
    return session.post(address, data=filled, headers={"Referer": address}, timeout=30)


@pytest.mark.parametrize("name", MAY)
def test_each_account_opens_the_pages_of_its_post_and_no_others(
    name: str, roles_url: str, come_in: Callable[[str], requests.Session]
) -> None:
    session = come_in(name)
    answers = {page: session.get(roles_url + page, timeout=30) for page in sorted(PAGES)}
    opened = {page for page, answer in answers.items() if answer.status_code == 200}
    assert opened == MAY[name]
    assert {answers[page].status_code for page in PAGES - opened} <= {403, 404}
    links = set(re.findall(r'href="(/[a-z/]+/)"', answers["/cuenta/"].text))
    assert links & PAGES - CITIZEN == {
        page for page in MAY[name] - CITIZEN if page != "/personas/nueva/"
    }


def test_the_officer_of_district_five_sees_its_people_alone(
    roles_url: str, come_in: Callable[[str], requests.Session]
) -> None:
    def finds(name: str, person: str) -> bool:
        address = f"{roles_url}/personas/?q={person}"
        return f"{person} " in come_in(name).get(address, timeout=30).text

    assert finds("subalcalde.d5", "Mamani"), "lives in district 5"
    assert not finds("subalcalde.d5", "Condori"), "lives in district 1"
    assert finds("funcionario", "Condori")


def test_the_cashier_finds_an_open_desk_and_the_officer_the_debts_of_the_district(
    roles_url: str, come_in: Callable[[str], requests.Session]
) -> None:
    assert "Caja 1" in come_in("cajera").get(f"{roles_url}/caja/", timeout=30).text
    address = f"{roles_url}/ogc/collections/obligations/items?f=json&limit=1000"
    owed = {
        name: {
            (each["id"], each["properties"]["district"])
            for each in come_in(name).get(address, timeout=30).json()["features"]
        }
        for name in ("cajera", "subalcalde.d5", "tecnico")
    }
    assert owed["cajera"]
    assert owed["subalcalde.d5"] == {each for each in owed["cajera"] if each[1] == 5}
    assert owed["tecnico"] == set()


def test_a_newcomer_finds_lots_that_were_drawn_and_a_list_that_was_booked(
    roles_url: str, come_in: Callable[[str], requests.Session]
) -> None:
    sale = f"{roles_url}/espacios/feria-demo/"
    assert WORDS in requests.get(f"{sale}sorteos/graderias/", timeout=30).text
    session = come_in("organizadora")
    lists = session.get(f"{sale}listas/", timeout=30).text
    assert ASSOCIATION in lists
    booked = session.get(f"{sale}listas/1/", timeout=30).text
    assert "ya está en la fila" in booked


@pytest.fixture(scope="module")
def viewers(roles_url: str, worker: str) -> dict[str, list[Any]]:
    import json
    import os

    told = databases.manage(
        f"llajta_roles_{worker}_{os.getpid()}", "shell", "--no-imports", "-c", ASK
    )
    found: dict[str, list[Any]] = json.loads(told.splitlines()[-1])
    return found


def test_cash_is_taken_by_whom_the_treasury_says(
    viewers: dict[str, list[Any]],
) -> None:
    def holding(permission: str) -> set[str]:
        return {name for name, told in viewers.items() if permission in list(told[2])}

    assert holding("treasury.receive") == MONEY
    papers = RECEIPTS | {"emapaq"}
    assert holding("documents.issue") == holding("documents.draw") == papers
    assert holding("treasury.cash") == RECEIPTS
    assert holding("people.grant") == holding("people.organise") == set()
    assert {name for name, told in viewers.items() if told[0] is None} == {"admin"}
    assert {name for name, told in viewers.items() if not told[1]} == {
        "admin",
        "vecina",
        "vendedor",
    }
