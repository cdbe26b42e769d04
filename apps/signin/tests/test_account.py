"""One's own account: what stands there, and what can be changed by whom."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from apps.signin.actions.sessions import PROVED
from apps.signin.models import (
    AppPassword,
    Authenticator,
    Event,
    KnownDevice,
    OpenSession,
    RecoveryCode,
)
from apps.signin.terms import Happening
from apps.signin.tests.making import citizen, clerk, come_in, give_password, is_in, now

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return clerk()


@pytest.fixture
def inside(client: Client, user: User) -> Client:
    come_in(client, user)
    return client


def basic(password: str, name: str = "ana") -> dict[str, str]:
    from base64 import b64encode

    pair = b64encode(f"{name}:{password}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def made(client: Client, name: str = "QGIS") -> str:
    page = client.post("/cuenta/programas/", {"name": name}).content.decode()
    found = re.search(r"<code>([a-z2-7-]+)</code>", page)
    assert found is not None, page
    return found[1]


def signs_as(headers: dict[str, str]) -> str:
    from geo.basic_auth import NotSignedIn
    from geo.pages.middleware import signed_viewer

    try:
        return signed_viewer(headers["Authorization"]).name
    except NotSignedIn:
        return ""


def test_the_page_tells_sessions_factors_and_what_happened(inside: Client) -> None:
    page = inside.get("/cuenta/").content.decode()
    for word in ("Autenticador", "Dónde tiene sesión", "Aquí", "Entró"):
        assert word in page


def test_strangers_are_sent_to_the_door(client: Client) -> None:
    assert client.get("/cuenta/")["Location"] == "/entrar/?next=/cuenta/"


def test_another_session_is_ended_from_here(inside: Client, user: User) -> None:
    other = Client()
    come_in(other, user)
    theirs = OpenSession.objects.get(key=other.session.session_key)
    inside.post(f"/cuenta/sesiones/{theirs.pk}/cerrar/")
    assert other.get("/cuenta/").status_code == 302
    assert is_in(inside)


def test_nobody_ends_the_session_of_another(inside: Client) -> None:
    other = Client()
    come_in(other, citizen())
    theirs = OpenSession.objects.get(key=other.session.session_key)
    inside.post(f"/cuenta/sesiones/{theirs.pk}/cerrar/")
    assert other.get("/cuenta/").status_code == 200


def test_a_new_password_ends_all_other_sessions(inside: Client, user: User) -> None:
    other = Client()
    come_in(other, user)
    answer = inside.post("/cuenta/contrasena/", {"password": "seis palabras propias"})
    assert answer.status_code == 302
    assert inside.get("/cuenta/").status_code == 200
    assert other.get("/cuenta/").status_code == 302
    assert OpenSession.objects.get().key == inside.session.session_key
    assert not KnownDevice.objects.exists()
    assert give_password(Client(), "ana").status_code == 400


@pytest.mark.parametrize("weak", ["short", "1234567890", "password123"])
def test_the_frameworks_policy_judges_passwords(inside: Client, weak: str) -> None:
    assert inside.post("/cuenta/contrasena/", {"password": weak}).status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/cuenta/factores/quitar/",
        "/cuenta/codigos/",
        "/cuenta/programas/",
        "/cuenta/contrasena/",
        "/cuenta/llaves/pedir/",
        "/cuenta/autenticador/",
    ],
)
def test_an_unwatched_screen_changes_nothing(inside: Client, address: str) -> None:
    session = inside.session
    session[PROVED] -= 16 * 60
    session.save()
    answer = inside.post(address, {"name": "x", "password": "seis palabras propias"})
    assert answer["Location"] == "/entrar/?next=/cuenta/"
    assert Authenticator.objects.exists()
    assert not AppPassword.objects.exists()
    door = inside.get("/entrar/?next=/cuenta/")
    assert "otra vez" in door.content.decode()


def test_staff_keep_their_last_factor(inside: Client) -> None:
    page = inside.post("/cuenta/factores/quitar/", follow=True).content.decode()
    assert "único segundo paso" in page
    assert Authenticator.objects.exists()


def test_a_citizen_may_go_back_to_a_password_alone(client: Client) -> None:
    from apps.signin.domain import totp
    from apps.signin.domain.secrets import unseal

    user = citizen()
    come_in(client, user)
    client.get("/cuenta/autenticador/")
    secret = unseal(client.session["signin.offered"].encode())
    step = totp.step_at(now().timestamp())
    client.post("/cuenta/autenticador/", {"code": totp.code_of(secret, step)})
    assert Authenticator.objects.filter(user=user).exists()
    assert give_password(Client(), "beto")["Location"] == "/entrar/segundo-factor/"
    client.post("/cuenta/factores/quitar/")
    assert not Authenticator.objects.exists()


def test_new_recovery_codes_end_the_earlier_ones(inside: Client) -> None:
    inside.post("/cuenta/codigos/")
    before = set(RecoveryCode.objects.values_list("digest", flat=True))
    inside.post("/cuenta/codigos/")
    after = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert len(before) == len(after) == 10
    assert not before & after


def test_a_program_signs_with_its_own_password(inside: Client) -> None:
    code = made(inside)
    assert signs_as(basic(code)) == "ana"
    assert signs_as(basic(code.upper().replace("-", ""))) == "ana"
    assert AppPassword.objects.get().used_at is not None
    assert code not in str(AppPassword.objects.values().get())


def test_the_password_one_signs_in_with_is_not_taken_from_programs(inside: Client) -> None:
    assert signs_as(basic("a-long-enough-password")) == ""


def test_a_programs_password_does_not_open_the_door(inside: Client) -> None:
    assert give_password(Client(), "ana", made(inside)).status_code == 400


def test_a_programs_password_is_good_for_its_owner_only(inside: Client) -> None:
    clerk("eva")
    assert signs_as(basic(made(inside), "eva")) == ""


def test_a_withdrawn_password_signs_nothing_from_then_on(inside: Client) -> None:
    code = made(inside)
    assert signs_as(basic(code)) == "ana"
    inside.post(f"/cuenta/programas/{AppPassword.objects.get().pk}/retirar/")
    assert signs_as(basic(code)) == ""


def test_nobody_withdraws_the_password_of_another(inside: Client) -> None:
    code = made(inside)
    other = Client()
    come_in(other, citizen())
    other.post(f"/cuenta/programas/{AppPassword.objects.get().pk}/retirar/")
    assert signs_as(basic(code)) == "ana"


def test_somebody_who_has_left_signs_nothing(inside: Client, user: User) -> None:
    code = made(inside)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert signs_as(basic(code)) == ""


def test_two_programs_have_two_names(inside: Client) -> None:
    made(inside)
    page = inside.post("/cuenta/programas/", {"name": "QGIS"}, follow=True)
    assert "Ya hay" in page.content.decode()
    inside.post(f"/cuenta/programas/{AppPassword.objects.get().pk}/retirar/")
    made(inside)


def test_each_change_is_on_record(inside: Client) -> None:
    made(inside)
    inside.post("/cuenta/codigos/")
    inside.post("/salir/")
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {
        Happening.SIGNED_IN,
        Happening.APP_PASSWORD_MADE,
        Happening.CODES_MADE,
        Happening.SIGNED_OUT,
    } <= kinds


def test_pages_of_the_door_are_kept_by_no_cache(client: Client) -> None:
    answer: Any = client.get("/entrar/")
    assert "no-store" in answer["Cache-Control"]


def test_the_header_leads_in_and_knows_who_came(client: Client) -> None:
    stranger = client.get("/oficinas/").content.decode()
    assert 'href="/entrar/?next=/oficinas/"' in stranger
    assert "/cuenta/" not in stranger
    come_in(client, clerk())
    own = client.get("/oficinas/").content.decode()
    assert 'popovertarget="own"' in own
    assert 'href="/cuenta/"' in own and 'href="/salir/"' in own
    assert "/entrar/?next" not in own
