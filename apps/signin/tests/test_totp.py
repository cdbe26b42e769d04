"""Codes of authenticators are those of the standard."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as some

from apps.signin.domain import totp
from apps.signin.domain.secrets import Unreadable, make_code, plain, seal, unseal

KEY = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_rfc_6238_appendix_b(seconds: int, code: str) -> None:
    assert totp.code_of(KEY, totp.step_at(seconds)) == code[-6:]


@given(some.integers(10, 10**9), some.integers(-5, 5))
def test_a_code_opens_half_a_minute_around_and_no_more(now: int, off: int) -> None:
    code = totp.code_of(KEY, now + off)
    found = totp.find_step(KEY, code, around=now, after=0)
    assert (found == now + off) == (abs(off) <= 1)


@given(some.integers(2, 10**9))
def test_a_code_that_was_used_opens_nothing(now: int) -> None:
    code = totp.code_of(KEY, now)
    step = totp.find_step(KEY, code, around=now, after=0)
    assert step is not None
    later = totp.find_step(KEY, code, around=now, after=max(step, now))
    assert later is None or later > now


def test_letters_that_are_no_digits_open_nothing() -> None:
    assert totp.find_step(KEY, "٠٠٠٠٠٠", around=5, after=0) is None


def test_the_square_says_what_apps_understand() -> None:
    uri = totp.enrolment_uri(KEY, account="ana", issuer="Llajta Quillacollo")
    parts = urlsplit(uri)
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert parts.path == "/Llajta%20Quillacollo%3Aana"
    told = parse_qs(parts.query)
    assert told["secret"] == [totp.as_text(KEY)]


@given(some.binary(max_size=64))
def test_what_is_sealed_is_read_with_the_same_key_only(secret: bytes) -> None:
    sealed = seal(secret)
    assert secret == unseal(sealed)
    assert not secret or secret not in sealed or len(secret) < 4
    with pytest.raises(Unreadable):
        unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]))


def test_codes_are_typed_as_people_type() -> None:
    code = make_code(12)
    assert plain(f" {code.upper().replace('-', ' ')} ") == plain(code)
    assert len(plain(code)) == 12
