"""Passkeys: made by who is signed in, good for one question of this site, never copied."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from apps.signin.domain.passkeys import Site
from apps.signin.models import Event, Passkey
from apps.signin.terms import Happening
from apps.signin.tests.making import clerk, come_in, give_password, is_in
from apps.signin.tests.softkey import SoftKey

pytestmark = pytest.mark.django_db
ORIGIN, DOMAIN = "https://llajta.example.org", "llajta.example.org"


class Browser(Client):
    """At the site's own name, over HTTPS: passkeys are made nowhere else."""

    def __init__(self, **defaults: Any) -> None:
        super().__init__(HTTP_HOST=DOMAIN, **defaults)

    def generic(self, *words: Any, **more: Any) -> Any:
        return super().generic(*words, **{**more, "secure": True})


@pytest.fixture(autouse=True)
def named(settings: Any) -> None:
    settings.ALLOWED_HOSTS = [DOMAIN]


@pytest.fixture
def user() -> User:
    return clerk()


@pytest.fixture
def key(user: User) -> SoftKey:
    """A passkey of ana's."""
    client = Browser()
    come_in(client, user)
    key = SoftKey(origin=ORIGIN, domain=DOMAIN)
    answer = make(client, key)
    assert answer.status_code == 200, answer.content
    return key


def make(client: Client, key: SoftKey, name: str = "teléfono") -> Any:
    options = client.post("/cuenta/llaves/pedir/").json()
    return client.post("/cuenta/llaves/", {"answer": key.made(options), "name": name})


def show(client: Client, key: SoftKey) -> Any:
    options = client.post("/entrar/llave/pedir/").json()
    return client.post("/entrar/llave/", {"answer": key.shown(options)})


def test_a_passkey_alone_opens_the_door(key: SoftKey) -> None:
    client = Browser()
    answer = show(client, key)
    assert answer.json() == {"next": "/cuenta/"}
    assert is_in(client)


def test_a_passkey_is_a_second_step_too(key: SoftKey) -> None:
    client = Browser()
    client.post(
        "/entrar/",
        {"username": "ana", "password": "a-long-enough-password", "next": "/importar/"},
    )
    assert show(client, key).json() == {"next": "/importar/"}
    assert is_in(client)


def test_its_owner_is_not_held_up_by_what_others_guess(key: SoftKey) -> None:
    attacker = Browser(REMOTE_ADDR="203.0.113.7")
    for n in range(12):
        last = give_password(attacker, "ana", f"guess-{n}")
    assert last.status_code == 429
    client = Browser()
    assert show(client, key).status_code == 200


def test_an_answer_opens_once(key: SoftKey) -> None:
    client = Browser()
    options = client.post("/entrar/llave/pedir/").json()
    answer = key.shown(options)
    assert client.post("/entrar/llave/", {"answer": answer}).status_code == 200
    client.post("/salir/")
    assert client.post("/entrar/llave/", {"answer": answer}).status_code == 400
    client.post("/entrar/llave/pedir/")
    assert client.post("/entrar/llave/", {"answer": answer}).status_code == 400
    assert not is_in(client)


def _elsewhere(key: SoftKey) -> None:
    key.origin = "https://llajta.example.net"


def _other_domain(key: SoftKey) -> None:
    key.domain = "example.net"


def _unasked(key: SoftKey) -> None:
    key.verified = False


def _copied(key: SoftKey) -> None:
    key.count = -1


def _other_key(key: SoftKey) -> None:
    key.key = SoftKey(origin="", domain="").key


def _unknown(key: SoftKey) -> None:
    key.credential = b"unknown"


@pytest.mark.parametrize(
    "spoil", [_elsewhere, _other_domain, _unasked, _other_key, _unknown, _copied]
)
def test_refused_is_a_passkey(key: SoftKey, spoil: Any) -> None:
    client = Browser()
    show(client, key)
    client.post("/salir/")
    spoil(key)
    assert show(client, key).status_code == 400
    assert not is_in(client)
    assert Event.objects.latest("pk").kind == Happening.REFUSED


@pytest.mark.parametrize("answer", ["", "[]", "{}", '{"id": 1}', "\0", '{"rawId": "é"}'])
def test_nonsense_is_refused(key: SoftKey, answer: str) -> None:
    client = Browser()
    client.post("/entrar/llave/pedir/")
    assert client.post("/entrar/llave/", {"answer": answer}).status_code == 400


def test_strangers_make_no_passkey() -> None:
    assert Browser().post("/cuenta/llaves/pedir/").status_code == 302


def test_two_passkeys_have_two_names(user: User, key: SoftKey) -> None:
    client = Browser()
    show(client, key)
    second = SoftKey(origin=ORIGIN, domain=DOMAIN)
    assert make(client, second).status_code == 400
    assert make(client, second, "llave USB").status_code == 200
    assert Passkey.objects.filter(user=user).count() == 2


def test_a_passkey_belongs_to_one_account(key: SoftKey) -> None:
    client = Browser()
    come_in(client, clerk("eva"))
    assert make(client, key, "robada").status_code == 400


@pytest.mark.parametrize(
    ("scheme", "host", "takes"),
    [
        ("https", "llajta.example.org", True),
        ("http", "localhost:8000", True),
        ("http", "llajta.example.org", False),
        ("https", "192.168.1.7:8000", False),
        ("http", "[::1]:8000", False),
    ],
)
def test_passkeys_are_offered_where_browsers_make_them(
    scheme: str, host: str, takes: bool
) -> None:
    assert Site(scheme=scheme, host=host, name="").takes_passkeys is takes
