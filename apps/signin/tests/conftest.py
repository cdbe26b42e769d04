"""What every test of the door shares."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def cheap_hashes(settings: Any) -> None:
    """What is tried a hundred times here is not how slowly a password is hashed."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
