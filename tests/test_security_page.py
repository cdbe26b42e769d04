"""`docs/security.md` tells the figures and names that the code has."""

from __future__ import annotations

import re
from typing import Final

import pytest
from django.apps import apps
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from apps.allocation import imports as bookings
from apps.documents.domain.files import archives, pictures, verdicts
from apps.signin.actions import sessions
from apps.signin.domain import delays
from apps.signin.domain.openid.tokens import ALGORITHMS, SMALLEST_KEY_BITS
from apps.signin.views.gate import FRESH_SECONDS
from config import bodies
from config.launch.children import LOG_BYTES
from config.safekeeping.age import EFFORT
from config.signing_in import PASSWORD_POLICY
from geo.exchange import archives as packed
from geo.exchange.exports import texts, writers
from geo.importing import uploads
from geo.processes import actions, running
from geo.published import question
from geo.published.cql2 import tree
from geo.published.roles import LIMITS
from tests.databases import ROOT

TEXT: Final = (ROOT / "docs/security.md").read_text(encoding="utf-8")
PAGE: Final = " ".join(TEXT.split())
CALLING: Final = re.compile(
    r"urllib\.request|http\.client|smtplib|socket\.create_connection"
)
CALLERS: Final = {
    "apps/documents/domain/files/scanner.py": "LLAJTA_CLAMD",
    "apps/notices/domain/gateways/": "LLAJTA_SMS_URL",
    "apps/signin/domain/openid/provider.py": "LLAJTA_OIDC_ISSUER",
    "apps/treasury/domain/banks/calling.py": "LLAJTA_SIP_URL",
    "apps/treasury/management/bank/": "LLAJTA_SIP_URL",
    "geo/mail.py": "LLAJTA_SMTP_URL",
    "geo/store/s3.py": "LLAJTA_S3",
    "geo/store/signing.py": "LLAJTA_S3",
    "config/launch/": "",
}
"""Modules that speak with somebody, and the row of the page; the launcher asks itself."""


def test_sessions_end_as_it_says() -> None:
    staff = sessions.STAFF_IDLE.seconds // 60, sessions.STAFF_LONGEST.seconds // 3600
    citizens = sessions.CITIZEN_IDLE.days, sessions.CITIZEN_LONGEST.days
    assert "| staff | {} minutes | {} hours |".format(*staff) in PAGE
    assert "| citizens | {} days | {} days |".format(*citizens) in PAGE
    assert f"not older than {FRESH_SECONDS // 60} minutes" in PAGE


def test_tries_wait_and_passwords_are_as_it_says() -> None:
    assert f"1, 2, 4 … {delays.LONGEST_SECONDS} seconds" in PAGE
    assert [delays.delay_seconds(n, 5) for n in (4, 5, 6, 7)] == [0, 1, 2, 4]
    assert delays.FORGOTTEN_SECONDS == 24 * 3600
    (length,) = [each["OPTIONS"] for each in PASSWORD_POLICY if "OPTIONS" in each]
    assert length == {"min_length": 10}
    assert "ten letters or more" in PAGE


@pytest.mark.parametrize(
    "told",
    [
        f"{verdicts.MOST_BYTES // 10**6} MB; {pictures.MOST_PIXELS // 10**6} megapixels",
        f"{archives.MOST_ENTRIES:,} files, {archives.MOST_BYTES // 10**6} MB,",
        f"{archives.MOST_RATIO} to 1",
        f"{uploads.MOST_BYTES // 10**6} MB; unpacked {packed.MOST_ENTRIES:,} files,",
        f"{packed.MOST_RATIO} to 1",
        f"{bookings.MOST_BYTES // 10**6} MB, {bookings.MOST_ROWS:,} rows",
        f"forms, features | {bodies.ORDINARY // 10**6} MB",
    ],
)
def test_files_are_bounded_as_it_says(told: str) -> None:
    assert told in PAGE


def test_what_is_dear_is_bounded_as_it_says() -> None:
    assert LIMITS["statement_timeout"] == "5s" and "end after 5 seconds" in PAGE
    assert (writers.MOST_AT_ONCE, texts.MOST_AT_ONCE, running.MOST_AT_ONCE) == (2, 4, 3)
    assert "Two files and four streams" in PAGE and "three processes" in PAGE
    waiting = actions.MOST_WAITING
    assert f"a queue of {waiting[False]}, of staff of {waiting[True]}" in PAGE
    leaves, vertices = f"{tree.MOST_LEAVES:,}", f"{tree.MOST_VERTICES:,}"
    assert f"{question.LARGEST_LIMIT:,} at most, a filter {leaves} parts" in PAGE
    assert f"and {vertices} vertices" in PAGE


def test_ciphers_are_those_it_names() -> None:
    assert f"HMAC-SHA-256, {PBKDF2PasswordHasher.iterations:,} rounds" in PAGE
    assert f"scrypt (2^{EFFORT})" in PAGE
    assert ALGORITHMS == ["PS256"]
    assert f"PS256, {SMALLEST_KEY_BITS:,} bits" in PAGE


def test_whoever_is_called_has_a_row() -> None:
    calling = [
        str(path.relative_to(ROOT))
        for package in ("apps", "geo", "config", "tiles")
        for path in sorted((ROOT / package).rglob("*.py"))
        if "tests" not in path.parts and CALLING.search(path.read_text(encoding="utf-8"))
    ]
    assert calling
    for name in calling:
        row = [told for start, told in CALLERS.items() if name.startswith(start)]
        assert row, f"{name} calls somebody: enter them in docs/security.md"
        assert not row[0] or f"`{row[0]}`" in PAGE


def test_records_are_the_tables_it_names() -> None:
    tables = {model._meta.db_table for model in apps.get_models()}
    named = set(re.findall(r"^\| `([a-z]+_[a-z]+)` \|", TEXT, flags=re.M))
    assert len(named) == 4
    assert named <= tables
    assert f"{LOG_BYTES // 10**6} MB and the file before" in PAGE
