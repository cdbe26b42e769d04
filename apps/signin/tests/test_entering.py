"""The door: who comes in with what, and who is held up."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from apps.signin.actions.factors import make_recovery_codes
from apps.signin.actions.sessions import BEGAN, SEEN, STAFF_IDLE, STAFF_LONGEST
from apps.signin.domain.addresses import Origin
from apps.signin.models import Event, OpenSession, RecoveryCode
from apps.signin.terms import Happening
from apps.signin.tests.making import (
    PASSWORD,
    citizen,
    clerk,
    code,
    come_in,
    give_code,
    give_password,
    is_in,
    next_code,
    now,
)

pytestmark = pytest.mark.django_db


def happened() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_a_citizen_comes_in_with_a_password(client: Client) -> None:
    citizen()
    answer = give_password(client, "beto")
    assert (answer.status_code, answer["Location"]) == (302, "/cuenta/")
    assert is_in(client)
    assert happened() == [Happening.ACCOUNT_OPENED, Happening.SIGNED_IN]


def test_staff_are_asked_for_a_second_factor(client: Client) -> None:
    clerk()
    answer = give_password(client)
    assert answer["Location"] == "/entrar/segundo-factor/"
    assert not is_in(client)
    assert client.get("/cuenta/").status_code == 302
    assert give_code(client, code()).status_code == 302
    assert is_in(client)


def test_staff_without_a_factor_set_one_up_before_they_come_in(client: Client) -> None:
    user = clerk(secret=None)
    assert give_password(client)["Location"] == "/entrar/preparar/"
    page = client.get("/entrar/preparar/").content.decode()
    assert "data:image/svg+xml;base64," in page
    assert not is_in(client)
    wrong = client.post("/entrar/preparar/", {"code": "000000"})
    assert wrong.status_code == 400
    assert not is_in(client)

    from apps.signin.domain import totp
    from apps.signin.domain.secrets import unseal

    secret = unseal(client.session["signin.offered"].encode())
    shown = totp.code_of(secret, totp.step_at(now().timestamp()))
    done = client.post("/entrar/preparar/", {"code": shown})
    assert done.status_code == 200
    assert done.content.decode().count("<code>") == 10
    assert is_in(client)
    assert RecoveryCode.objects.filter(user=user).count() == 10


def test_whoever_has_a_factor_cannot_set_up_another_with_the_password_alone(
    client: Client,
) -> None:
    clerk()
    give_password(client)
    assert client.get("/entrar/preparar/")["Location"] == "/entrar/segundo-factor/"


def test_a_second_step_without_a_first_begins_again(client: Client) -> None:
    clerk()
    assert give_code(client, code())["Location"] == "/entrar/"
    assert not is_in(client)


def test_a_password_changed_meanwhile_ends_the_first_step(client: Client) -> None:
    user = clerk()
    give_password(client)
    user.set_password("another-long-password")
    user.save()
    assert give_code(client, code())["Location"] == "/entrar/"


def test_a_code_opens_once(client: Client) -> None:
    clerk()
    shown = code()
    give_password(client)
    give_code(client, shown)
    other = Client()
    give_password(other)
    assert give_code(other, shown).status_code == 400
    assert not is_in(other)


def test_a_recovery_code_opens_once(client: Client) -> None:
    user = clerk()
    codes = make_recovery_codes(user, origin=Origin(), at=now())
    give_password(client)
    assert give_code(client, codes[0].upper()).status_code == 302
    other = Client()
    give_password(other)
    assert give_code(other, codes[0]).status_code == 400
    assert Happening.CODE_USED in happened()


def test_the_session_has_another_key_after_signing_in(client: Client) -> None:
    user = clerk()
    give_password(client)
    before = client.session.session_key
    give_code(client, next_code(user))
    after = client.session.session_key
    assert after != before
    assert not Session.objects.filter(session_key=before).exists()
    assert OpenSession.objects.get().key == after


def test_signing_out_ends_the_session_on_the_server(client: Client) -> None:
    come_in(client, clerk())
    key = client.session.session_key
    assert client.get("/salir/").status_code == 200
    assert is_in(client), "a link signs nobody out"
    assert client.post("/salir/")["Location"] == "/"
    assert not Session.objects.filter(session_key=key).exists()
    assert not OpenSession.objects.exists()


@pytest.mark.parametrize(
    ("mark", "age"), [(SEEN, STAFF_IDLE), (BEGAN, STAFF_LONGEST)], ids=["rest", "age"]
)
def test_a_session_of_staff_ends_by(client: Client, mark: str, age: dt.timedelta) -> None:
    come_in(client, clerk())
    assert client.get("/cuenta/").status_code == 200
    session = client.session
    session[mark] -= age.total_seconds() + 1
    session.save()
    assert client.get("/cuenta/").status_code == 302
    assert not is_in(client)


@pytest.mark.parametrize("wanted", ["https://x.org/", "//x.org", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client: Client, wanted: str) -> None:
    citizen()
    form = {"username": "beto", "password": PASSWORD, "next": wanted}
    assert client.post("/entrar/", form)["Location"] == "/cuenta/"


def test_one_is_sent_on_to_what_one_wanted_after_both_steps(client: Client) -> None:
    user = clerk()
    form = {"username": "ana", "password": PASSWORD, "next": "/importar/"}
    client.post("/entrar/", form)
    assert give_code(client, next_code(user))["Location"] == "/importar/"


def test_djangos_own_door_leads_to_ours(client: Client) -> None:
    answer = client.get("/admin/login/?next=/admin/")
    assert answer["Location"] == "/entrar/?next=/admin/"
    clerk()
    form = {"username": "ana", "password": PASSWORD}
    client.post("/admin/login/", form)
    assert not is_in(client)


def test_wrong_name_and_wrong_password_are_told_alike(client: Client) -> None:
    clerk()
    wrong = give_password(client, "ana", "wrong").content.decode()
    nobody = give_password(client, "nobody", "wrong").content.decode()
    assert "no corresponden" in wrong
    assert wrong.count("no corresponden") == nobody.count("no corresponden")


def test_what_was_typed_is_never_written_down(client: Client) -> None:
    give_password(client, "my-secret-typed-as-name", "my-secret")
    assert happened() == [Happening.REFUSED]
    kept = Event.objects.get()
    assert "my-secret" not in f"{kept.note}{kept.by}{kept.agent}"
    assert kept.user is None


def test_an_agent_writes_no_lines_into_the_record(client: Client) -> None:
    give_password(client, "nobody", "wrong", HTTP_USER_AGENT="a\nb\x1b[2J" + "x" * 500)
    agent = Event.objects.get().agent
    assert agent.isprintable()
    assert len(agent) == 200


@pytest.mark.bar("R66")
def test_guessing_gets_slower_and_its_victim_still_comes_in(client: Client) -> None:
    """Thirty guesses from one place; the owner's own browser is not held up by them."""
    user = clerk()
    come_in(client, user)
    client.post("/salir/")
    attacker = Client(REMOTE_ADDR="203.0.113.7")
    answers = [give_password(attacker, "ana", f"guess-{n}").status_code for n in range(30)]
    assert answers[:5] == [400] * 5
    assert answers.count(429) >= 20
    last = give_password(attacker, "ana", PASSWORD)
    assert last.status_code == 429, "the right password is not even tried"
    assert int(last["Retry-After"]) >= 1

    give_password(client)
    assert give_code(client, next_code(user)).status_code == 302
    assert is_in(client)
    more = [give_password(attacker, "ana", "guess").status_code for _n in range(3)]
    assert 429 in more, "and he waits on: one who begins anew may guess five times"


def test_an_address_that_tries_many_names_waits_too() -> None:
    attacker = Client(REMOTE_ADDR="203.0.113.8")
    answers = [give_password(attacker, f"name-{n}", "x").status_code for n in range(25)]
    assert 429 in answers[20:]
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert give_password(elsewhere, "name-99", "x").status_code == 400


def test_a_known_browser_is_held_up_by_its_own_guesses(client: Client) -> None:
    come_in(client, clerk())
    answers = [give_password(client, "ana", f"guess-{n}").status_code for n in range(13)]
    assert 429 in answers


def test_a_mark_of_ones_own_making_is_no_known_browser() -> None:
    clerk()
    attacker = Client()
    for n in range(12):
        attacker.cookies["aparato"] = f"invented-{n}"
        last = give_password(attacker, "ana", f"guess-{n}").status_code
    assert last == 429


def test_codes_cannot_be_guessed_either(client: Client) -> None:
    clerk()
    give_password(client)
    answers = [give_code(client, f"{n:06}").status_code for n in range(12)]
    assert 429 in answers


def test_an_attackers_own_account_does_not_clear_the_address(client: Client) -> None:
    citizen()
    attacker = Client(REMOTE_ADDR="203.0.113.10")
    for n in range(20):
        give_password(attacker, f"name-{n}", "x")
    give_password(attacker, "beto")
    again = Client(REMOTE_ADDR="203.0.113.10")
    answers = [give_password(again, f"other-{n}", "x").status_code for n in range(3)]
    assert 429 in answers


def test_a_person_out_of_the_office_is_not_let_in(client: Client) -> None:
    user = clerk()
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert give_password(client).status_code == 400
