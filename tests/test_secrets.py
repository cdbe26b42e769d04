"""The repository holds no secret, and nothing starts on one that everybody knows."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests import databases

SECRET = re.compile(
    rb"BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}|\bAKIA[0-9A-Z]{16}\b"
    rb"|\bgh[pousr]_[A-Za-z0-9]{36}|\bxox[abpr]-[0-9A-Za-z-]{10,}|\bsk_live_[0-9A-Za-z]{20,}"
    rb"|\bAIza[0-9A-Za-z_-]{35}|\beyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\."
)
"""Private keys and what banks, clouds and forges give out."""
EXAMPLE = b"AKIAIOSFODNN7EXAMPLE"
"""The key of Amazon's own documentation, which opens nothing."""
pytestmark = pytest.mark.bar("R69")


def run(*order: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # our own interpreter and our own words
        order,
        env={**os.environ, **env},
        cwd=databases.ROOT,
        capture_output=True,
        check=False,
    )


def secrets_in(text: bytes) -> set[bytes]:
    return {found.group() for found in SECRET.finditer(text)} - {EXAMPLE}


def test_no_file_of_the_repository_holds_a_secret() -> None:
    names = run("git", "ls-files", "-z").stdout.decode().split("\0")
    files = [path for name in names if (path := databases.ROOT / name).is_file()]
    assert len(files) > 1000
    held = {str(path): found for path in files if (found := secrets_in(path.read_bytes()))}
    assert not held


def test_a_secret_would_be_seen() -> None:
    planted = b"key: " + b"AKIA" + b"Q" * 16
    assert secrets_in(planted) == {b"AKIA" + b"Q" * 16}


@pytest.mark.parametrize("key", ["", "django-insecure-0123456789"])
def test_a_site_does_not_start_on_a_secret_that_everybody_knows(key: str) -> None:
    done = run(sys.executable, "-m", "django", "check", LLAJTA_SECRET_KEY=key)
    assert done.returncode
    assert b"LLAJTA_SECRET_KEY" in done.stderr
    assert b"Traceback" not in done.stderr


def test_no_variable_makes_a_site_show_its_faults() -> None:
    told = {"DEBUG": "1", "DJANGO_DEBUG": "1", "LLAJTA_DEBUG": "1"}
    asked = "from django.conf import settings; print(settings.DEBUG)"
    assert run(sys.executable, "-c", asked, **told).stdout.strip() == b"False"
