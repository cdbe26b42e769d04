"""Ciudadanía Digital, with a real provider in its own process and somebody in between."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from joserfc.jwk import RSAKey

from apps.signin.domain.openid.claims import citizen_of
from apps.signin.domain.openid.provider import Client as Registration
from apps.signin.models import CitizenIdentity, Event
from apps.signin.tests import identity
from apps.signin.tests.identity import Middle, claims_in, signed, unsigned

pytestmark = pytest.mark.django_db
BACK = "http://testserver/entrar/ciudadania/vuelta/"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Middle]:
    with identity.provider(tmp_path_factory.mktemp("oidc") / "provider.log") as middle:
        yield middle


@pytest.fixture
def middle(running: Middle, settings: Any) -> Iterator[Middle]:
    client = Registration(
        issuer=running.issuer,
        client_id=identity.CLIENT,
        secret=identity.SECRET,
        scopes="openid profile fecha_nacimiento email celular",
    )
    settings.SIGN_IN = replace(settings.SIGN_IN, client=client)
    running.tamper = None
    yield running
    running.tamper = None


def sent_away(client: Client, onward: str = "") -> str:
    answer = client.get("/entrar/ciudadania/", {"next": onward})
    assert answer.status_code == 302, answer.content
    return str(answer["Location"])


def agreed(address: str) -> str:
    """The way back to us, once the citizen has agreed at the provider."""
    visitor = requests.Session()
    while not address.startswith(BACK):
        answer = visitor.get(address, allow_redirects=False, timeout=10)
        assert answer.status_code in (302, 303), answer.text
        address = requests.compat.urljoin(address, answer.headers["Location"])
    return address


def come_back(client: Client, onward: str = "") -> HttpResponse:
    return client.get(agreed(sent_away(client, onward)))  # type: ignore[return-value]


def refused(client: Client, answer: Any, why: str) -> None:
    """Nobody came in, no account was opened, and the reason is on record."""
    assert answer.status_code == 400
    assert "Ciudadanía Digital" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert not User.objects.exists()
    assert why in Event.objects.get().note


def with_claims(middle: Middle, **changed: Any) -> None:
    """Change what the token claims, and sign it with the provider's own key."""

    def tamper(told: dict[str, Any]) -> dict[str, Any]:
        claims = {**claims_in(told["id_token"]), **changed}
        return {**told, "id_token": signed(claims)}

    middle.tamper = tamper


def test_a_citizen_comes_in_as_who_they_are(client: Client, middle: Middle) -> None:
    address = sent_away(client, "/obras/")
    asked = parse_qs(urlsplit(address).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    answer = client.get(agreed(address))
    assert (answer.status_code, answer["Location"]) == (302, "/obras/")
    known = CitizenIdentity.objects.get()
    assert (known.document_number, known.document_complement) == ("5234567", "1A")
    assert (known.given_names, known.first_surname) == ("JUANA", "MAMANI")
    assert known.birthday == dt.date(1984, 3, 7)
    assert client.session["_auth_user_id"] == str(known.user_id)
    assert not known.user.has_usable_password()
    assert not known.user.is_staff


def test_the_same_citizen_comes_back_to_the_same_account(middle: Middle) -> None:
    for _each in range(2):
        assert come_back(Client()).status_code == 302
    assert User.objects.count() == 1


def test_a_forged_signature_is_refused(client: Client, middle: Middle) -> None:
    def tamper(told: dict[str, Any]) -> dict[str, Any]:
        claims = claims_in(told["id_token"])
        return {**told, "id_token": signed(claims, key=identity.STRANGER)}

    middle.tamper = tamper
    refused(client, come_back(client), "BadSignature")


def test_a_changed_claim_under_the_old_signature_is_refused(
    client: Client, middle: Middle
) -> None:
    def tamper(told: dict[str, Any]) -> dict[str, Any]:
        head, _body, mark = told["id_token"].split(".")
        claims = {**claims_in(told["id_token"]), "sub": "another"}
        return {**told, "id_token": f"{head}.{signed(claims).split('.')[1]}.{mark}"}

    middle.tamper = tamper
    refused(client, come_back(client), "BadSignature")


def test_rs256_is_refused_even_with_the_right_key(client: Client, middle: Middle) -> None:
    plain = RSAKey.import_key(
        {k: v for k, v in identity.KEY.as_dict(private=True).items() if k != "alg"}
    )

    def tamper(told: dict[str, Any]) -> dict[str, Any]:
        token = signed(claims_in(told["id_token"]), key=plain, alg="RS256")
        return {**told, "id_token": token}

    middle.tamper = tamper
    refused(client, come_back(client), "not signed with PS256")


def test_an_unsigned_token_is_refused(client: Client, middle: Middle) -> None:
    middle.tamper = lambda told: {
        **told,
        "id_token": unsigned(claims_in(told["id_token"])),
    }
    refused(client, come_back(client), "not signed with PS256")


def test_no_token_at_all_is_refused(client: Client, middle: Middle) -> None:
    middle.tamper = lambda told: {k: v for k, v in told.items() if k != "id_token"}
    refused(client, come_back(client), "cannot be believed")


def test_another_nonce_is_refused(client: Client, middle: Middle) -> None:
    with_claims(middle, nonce="of-another-sign-in")
    refused(client, come_back(client), "answer to another question")


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"aud": "another-client"}, id="another"),
        pytest.param({"aud": ["llajta", "another-client"]}, id="two, nobody authorised"),
        pytest.param({"azp": "another-client"}, id="authorised for another"),
    ],
)
def test_another_audience_is_refused(
    client: Client, middle: Middle, changed: dict[str, Any]
) -> None:
    with_claims(middle, **changed)
    refused(client, come_back(client), "another client")


def test_an_expired_token_is_refused(client: Client, middle: Middle) -> None:
    now = int(time.time())
    with_claims(middle, iat=now - 7200, exp=now - 3600)
    refused(client, come_back(client), "another time")


def test_another_issuer_is_refused(client: Client, middle: Middle) -> None:
    with_claims(middle, iss="https://impostor.example.org")
    refused(client, come_back(client), "another issuer")


def test_userinfo_about_another_is_refused(client: Client, middle: Middle) -> None:
    with_claims(middle, sub="somebody-else")
    refused(client, come_back(client), "about somebody else")


def test_a_way_back_opens_once(client: Client, middle: Middle) -> None:
    back = agreed(sent_away(client))
    assert client.get(back).status_code == 302
    client.logout()
    answer = client.get(back)
    assert answer.status_code == 400
    assert "_auth_user_id" not in client.session


def test_a_way_back_of_another_browser_opens_nothing(middle: Middle) -> None:
    """Else an attacker could sign a victim in to the attacker's account."""
    victim, attacker = Client(), Client()
    back = agreed(sent_away(attacker))
    sent_away(victim)
    refused(victim, victim.get(back), "state is not ours")


def test_an_answer_in_another_providers_name_is_refused(
    client: Client, middle: Middle
) -> None:
    back = agreed(sent_away(client))
    mixed = back.replace(
        requests.compat.quote(middle.issuer, safe=""), "https%3A%2F%2Fx.org"
    )
    assert mixed != back
    refused(client, client.get(mixed), "another issuer")


def test_without_a_provider_there_is_no_such_door(client: Client) -> None:
    assert client.get("/entrar/ciudadania/").status_code == 404
    assert "/entrar/ciudadania/" not in client.get("/entrar/").content.decode()


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"profile": None, "fecha_nacimiento": 19840307},
        {"profile": {"documento_identidad": "5234567", "nombre": ["JUANA"]}},
        {"fecha_nacimiento": "31/02/1984", "profile": {"nombre": {"nombres": "x" * 500}}},
        {"profile": {"documento_identidad": {"complemento": "1A"}}},
    ],
)
def test_claims_that_lack_or_are_odd_leave_their_fields_empty(told: dict[str, Any]) -> None:
    citizen = citizen_of({"iss": "https://x.org", "sub": "1", **told})
    assert citizen.birthday is None
    assert citizen.document_number == citizen.document_complement == ""
    assert citizen.given_names == ""
