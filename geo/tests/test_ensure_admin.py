"""One local administrator is made, once, and its password is nobody else's."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LLAJTA_VAR", str(tmp_path))
    return tmp_path / "accounts.txt"


def test_the_noted_password_opens_the_account(accounts: Path) -> None:
    call_command("ensure_admin")
    name, password = accounts.read_text().split()
    user = authenticate(username=name, password=password)
    assert user is not None
    assert user.is_superuser
    assert stat.S_IMODE(accounts.stat().st_mode) == 0o600


def test_a_second_run_changes_nothing(accounts: Path) -> None:
    call_command("ensure_admin")
    noted = accounts.read_text()
    call_command("ensure_admin")
    assert accounts.read_text() == noted
    assert get_user_model()._default_manager.filter(is_superuser=True).count() == 1
