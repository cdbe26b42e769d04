"""Whatever must not be guessed is long enough, and made by the system's own chance."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore

from apps.documents.domain.paper.code import TOKEN_BYTES
from apps.fieldwork.actions.enrolling import LETTERS
from apps.signin.domain import totp
from apps.signin.domain.openid import flow
from apps.signin.domain.secrets import (
    PROGRAM_LETTERS,
    RECOVERY_LETTERS,
    make_code,
    plain,
)
from config.safekeeping.age import EFFORT
from tests.databases import ROOT
from tests.trees import tree_of

BITS_OF_A_LETTER = 5
"""Of codes that people copy: 32 letters and digits that nobody mistakes."""
PACKAGES = ("config", "geo", "apps", "tiles")
NOT_SECRET = {"geo/live/events.py", "apps/treasury/management/bank/ledger.py"}
"""Chance that spreads or imitates, and hides nothing."""


class Untaken(SessionStore):
    """Sessions of a site that has none yet."""

    def exists(self, session_key: str) -> bool:
        return False


def files() -> Iterator[tuple[str, ast.Module]]:
    """Our own modules, tests apart."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            inside = path.relative_to(ROOT)
            if not {"tests", "migrations"} & set(inside.parts):
                yield str(inside), tree_of(path)


def imports(tree: ast.Module) -> set[str]:
    """Names of the modules that a module imports."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def imported(tree: ast.Module) -> str:
    """All that a module imports from the library of ciphers, in one text."""
    lines = [
        ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    ]
    return "\n".join(line for line in lines if "cryptography" in line)


def test_the_key_of_a_session_has_128_bits_and_more() -> None:
    new: Any = Untaken()
    keys = {new._get_new_session_key() for _time in range(50)}
    assert len(keys) == 50
    assert min(map(len, keys)) * math.log2(len(VALID_KEY_CHARS)) >= 128


def test_codes_that_people_copy_are_as_long_as_they_must_be() -> None:
    assert PROGRAM_LETTERS * BITS_OF_A_LETTER >= 128, "tries are not counted"
    assert RECOVERY_LETTERS * BITS_OF_A_LETTER >= 20, "tries are slowed down"
    assert LETTERS * BITS_OF_A_LETTER >= 20, "opens once, for a quarter of an hour"
    made = {make_code(PROGRAM_LETTERS) for _time in range(50)}
    assert len(made) == 50
    assert {len(plain(each)) for each in made} == {PROGRAM_LETTERS}


def test_the_secret_of_an_authenticator_is_as_long_as_its_standard_says() -> None:
    made = {totp.new_secret() for _time in range(50)}
    assert len(made) == 50
    assert min(map(len, made)) * 8 >= 160  # RFC 4226, 4, R6


def test_each_journey_to_the_provider_has_secrets_of_its_own() -> None:
    one, other = flow.begin(now=0), flow.begin(now=0)
    secrets = [one.state, one.nonce, one.verifier, other.state, other.nonce, other.verifier]
    assert len(set(secrets)) == 6
    assert min(map(len, secrets)) * 6 >= 256


def test_the_code_on_a_paper_has_128_bits() -> None:
    assert TOKEN_BYTES * 8 >= 128


def test_no_chance_that_can_be_reckoned_makes_a_secret() -> None:
    users = {name for name, tree in files() if "random" in imports(tree)}
    assert users <= NOT_SECRET


@pytest.mark.parametrize("weak", ["md5", "sha1", "new"])
def test_no_hash_is_used_that_is_broken(weak: str) -> None:
    """Codes of authenticators are HMAC-SHA-1 because every app's are (RFC 6238)."""
    users = {
        name
        for name, tree in files()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and (ast.unparse(node.value), node.attr) == ("hashlib", weak)
    }
    assert users == ({"apps/signin/domain/totp.py"} if weak == "sha1" else set())


def test_whatever_is_sealed_is_sealed_and_signed_at_once() -> None:
    """No block cipher by hand, and of RSA nothing but the provider's PS256."""
    by_hand = re.compile(r"ciphers\.(modes|algorithms)|padding|\bCipher\b|\bmodes\b")
    assert not [name for name, tree in files() if by_hand.search(imported(tree))]
    ciphers = {
        each.name
        for _name, tree in files()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".aead")
        for each in node.names
    }
    assert ciphers == {"AESGCM", "ChaCha20Poly1305"}


def test_a_password_is_stretched_as_much_as_is_asked_today() -> None:
    assert PBKDF2PasswordHasher.algorithm == "pbkdf2_sha256"
    assert PBKDF2PasswordHasher.iterations >= 600_000
    assert EFFORT >= 17, "scrypt of the passphrase of backups"


def test_no_setting_makes_passwords_cheaper() -> None:
    text = Path(ROOT / "config/settings.py").read_text(encoding="utf-8")
    assert "PASSWORD_HASHERS" not in text
