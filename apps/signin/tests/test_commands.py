"""Accounts made and mended from a terminal."""

from __future__ import annotations

import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from apps.signin.actions.factors import reset_factors
from apps.signin.models import Authenticator, Event
from apps.signin.terms import Happening
from apps.signin.tests.making import clerk, come_in, give_code, give_password, is_in, now
from geo.access import ANYONE, NotAllowed

pytestmark = pytest.mark.django_db
ROLES = {
    "vecina",
    "vendedor",
    "cobrador",
    "cajera",
    "funcionario",
    "subalcalde.d5",
    "tecnico",
    "emapaq",
    "organizadora",
    "tesorera",
}


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LLAJTA_VAR", str(tmp_path))
    return tmp_path / "accounts.txt"


def read(accounts: Path) -> dict[str, tuple[str, str]]:
    lines = [line.split() for line in accounts.read_text().splitlines() if line[0] != "#"]
    return {name: (password, key) for name, password, key in lines}


def test_a_demonstration_has_an_account_for_each_role(
    accounts: Path, settings: Any
) -> None:
    settings.DEMO = True
    call_command("ensure_accounts", stdout=StringIO())
    made = read(accounts)
    assert set(made) == ROLES | {"admin"}
    assert len({password for password, _key in made.values()}) == len(made)
    assert stat.S_IMODE(accounts.stat().st_mode) == 0o600
    staff = set(User.objects.filter(is_staff=True).values_list("username", flat=True))
    assert staff == ROLES - {"vecina", "vendedor"} | {"admin"}
    assert {name for name, (_password, key) in made.items() if key != "-"} == staff


def test_without_a_demonstration_there_is_the_administrator_alone(
    accounts: Path, settings: Any
) -> None:
    settings.DEMO = False
    call_command("ensure_accounts", stdout=StringIO())
    assert set(read(accounts)) == {"admin"}
    assert User.objects.get().is_superuser


def test_the_noted_secrets_open_the_account(
    accounts: Path, settings: Any, client: Client
) -> None:
    settings.DEMO = False
    call_command("ensure_accounts", stdout=StringIO())
    password, _key = read(accounts)["admin"]
    assert authenticate(username="admin", password=password) is not None
    told = StringIO()
    call_command("demo_code", "admin", stdout=told)
    give_password(client, "admin", password)
    give_code(client, told.getvalue())
    assert is_in(client)


def test_a_second_run_changes_nothing(accounts: Path, settings: Any) -> None:
    settings.DEMO = True
    call_command("ensure_accounts", stdout=StringIO())
    noted = accounts.read_text()
    call_command("ensure_accounts", stdout=StringIO())
    assert accounts.read_text() == noted
    assert User.objects.count() == len(ROLES) + 1


def test_a_lost_factor_is_reset_and_written_down(client: Client) -> None:
    user = clerk()
    come_in(client, user)
    told = {"by": "Jefatura de TI", "why": "perdió el teléfono", "stdout": StringIO()}
    call_command("reset_second_factor", "ana", **told)
    assert not Authenticator.objects.exists()
    assert client.get("/cuenta/").status_code == 302, "and their sessions have ended"
    kept = Event.objects.get(kind=Happening.FACTORS_RESET)
    assert (kept.user, kept.by, kept.note) == (user, "Jefatura de TI", "perdió el teléfono")
    assert give_password(client)["Location"] == "/entrar/preparar/"


@pytest.mark.parametrize(
    ("name", "by", "why"), [("nobody", "x", "x"), ("ana", " ", "x"), ("ana", "x", "")]
)
def test_a_reset_says_whose_by_whom_and_why(name: str, by: str, why: str) -> None:
    clerk()
    with pytest.raises(CommandError):
        call_command("reset_second_factor", name, by=by, why=why)
    assert Authenticator.objects.exists()


def test_nobody_resets_without_the_permission() -> None:
    user = clerk()
    with pytest.raises(NotAllowed):
        reset_factors(user, why="x", by=ANYONE, at=now())
    assert Authenticator.objects.exists()


def test_no_code_of_an_account_that_has_none(accounts: Path, settings: Any) -> None:
    settings.DEMO = True
    call_command("ensure_accounts", stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("demo_code", "vecina")
