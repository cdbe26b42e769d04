"""A collector with a telephone; keys and files in a folder of the test's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from apps.fieldwork.tests.making import Phone, make_collector, make_phone


@pytest.fixture(autouse=True)
def folder_apart(tmp_path: Path, settings: Any) -> Path:
    settings.VAR = tmp_path
    return tmp_path


@pytest.fixture
def juana(db: None) -> User:
    return make_collector("juana")


@pytest.fixture
def phone(juana: User) -> Phone:
    return make_phone(juana)
