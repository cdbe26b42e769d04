"""Which passwords are taken, and that they are kept as they were typed."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.test import Client

from apps.signin.tests.making import citizen, come_in, give_password, is_in

pytestmark = pytest.mark.django_db
ADDRESS = "/cuenta/contrasena/"


@pytest.fixture
def user() -> User:
    return citizen()


@pytest.fixture
def inside(client: Client, user: User) -> Client:
    come_in(client, user)
    return client


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("papa lisa", id="nine letters"),
        pytest.param("qwertyuiop", id="among the most common"),
    ],
)
def test_what_others_would_try_first_is_refused(inside: Client, password: str) -> None:
    assert inside.post(ADDRESS, {"password": password}).status_code == 400
    assert authenticate(username="beto", password=password) is None


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("solo letras chicas", id="no capital, number or sign"),
        pytest.param("MAYÚSCULAS Y EÑES", id="capitals alone"),
        pytest.param("  con blancos  ", id="blanks at its ends"),
        pytest.param("🙂" * 10, id="pictures"),
        pytest.param("palabras " * 8, id="72 letters"),
        pytest.param("x y" * 333, id="999 letters"),
    ],
)
def test_a_password_of_any_letters_is_taken_as_it_was_typed(
    inside: Client, user: User, password: str
) -> None:
    assert inside.post(ADDRESS, {"password": password}).status_code == 302
    for other in (password.strip(), password.upper(), password.lower(), password[:64]):
        assert (authenticate(username="beto", password=other) is None) == (
            other != password
        )
    again = Client()
    give_password(again, "beto", password)
    assert is_in(again)


@pytest.mark.parametrize(
    ("address", "helper"), [("/entrar/", "current-password"), (ADDRESS, "new-password")]
)
def test_a_password_is_hidden_and_may_come_from_a_keeper(
    inside: Client, address: str, helper: str
) -> None:
    page = inside.get(f"{address}?next=/cuenta/").content.decode()
    (field,) = re.findall(r'<input [^>]*name="password"[^>]*>', page)
    assert 'type="password"' in field
    assert f'autocomplete="{helper}"' in field
    assert "onpaste" not in page and "maxlength" not in field


def test_a_password_does_not_age(client: Client, user: User) -> None:
    User.objects.update(date_joined="2001-01-01T00:00:00Z", last_login=None)
    come_in(client, user)
    assert client.get("/cuenta/").status_code == 200


def test_nobody_is_asked_for_the_name_of_a_dog() -> None:
    """There is no hint and no question that could stand for a password."""
    fields = {each.name for each in User._meta.get_fields()}
    assert not [each for each in fields if re.search(r"hint|question|answer", each)]


def test_an_account_that_is_closed_ends_its_sessions(inside: Client, user: User) -> None:
    assert inside.get("/cuenta/").status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert inside.get("/cuenta/").status_code == 302


def test_every_page_of_ones_own_leads_out(inside: Client) -> None:
    for address in ("/", "/cuenta/", ADDRESS, "/avisos/", "/trabajos/", "/oficinas/"):
        assert 'href="/salir/"' in inside.get(address).content.decode(), address


def test_no_cookie_goes_to_another_site_or_a_script(inside: Client) -> None:
    inside.post("/idioma/setlang/", {"language": "en"})
    inside.get("/cuenta/contrasena/")  # a form, with its token
    assert len(inside.cookies) >= 4
    for name, cookie in inside.cookies.items():
        assert (cookie["samesite"], cookie["httponly"]) == ("Lax", True), name
        assert not cookie["domain"], name
        if len(cookie.value) > 9:  # else it is the language, which a page may tell
            assert cookie.value not in inside.get("/cuenta/").content.decode(), name
