"""Links by e-mail: for one browser, once, for a quarter of an hour, and not for staff."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import IntegrityError
from django.test import Client

from apps.signin.models import EmailLink
from apps.signin.tests.making import clerk, is_in, now
from tests.servers import free_port

pytestmark = pytest.mark.django_db
ADDRESS = "vecina@example.org"


def ask(client: Client, address: str = ADDRESS, onward: str = "") -> Any:
    return client.post("/entrar/correo/", {"email": address, "next": onward})


def words(answer: Any) -> str:
    """The page without the tokens of its forms."""
    return re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", answer.content.decode())


def link() -> str:
    found = re.search(r"http://testserver(/entrar/correo/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def test_a_link_opens_an_account_and_leads_on(client: Client) -> None:
    assert ask(client, ADDRESS.upper(), "/obras/").status_code == 200
    assert client.get(link()).status_code == 200
    assert not is_in(client), "a mail server that looks into links signs nobody in"
    answer = client.post(link())
    assert (answer.status_code, answer["Location"]) == (302, "/obras/")
    user = User.objects.get()
    assert (user.username, user.is_staff) == (ADDRESS, False)
    assert not user.has_usable_password()
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_mail_server_that_is_away_is_told_and_leaves_no_link(
    client: Client, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    answer = ask(client)
    assert answer.status_code == 400
    assert "no se pudo enviar" in answer.content.decode()
    assert not EmailLink.objects.exists()


def test_a_link_opens_once(client: Client) -> None:
    ask(client)
    assert client.post(link()).status_code == 302
    client.post("/salir/")
    assert client.post(link()).status_code == 400
    assert not is_in(client)


def test_a_link_opens_nothing_in_another_browser(client: Client) -> None:
    ask(client)
    other = Client()
    ask(other, "other@example.org")
    mail.outbox.pop()
    assert other.post(link()).status_code == 400
    assert not is_in(other)
    assert client.post(link()).status_code == 302, "and is not spent by that"


def test_a_link_is_too_old_after_a_quarter_of_an_hour(client: Client) -> None:
    ask(client)
    past = now() - dt.timedelta(minutes=15, seconds=1)
    EmailLink.objects.update(made_at=past, ends_at=past + dt.timedelta(minutes=15))
    assert client.post(link()).status_code == 400


def test_staff_are_sent_nothing_and_nobody_is_told(client: Client) -> None:
    clerk(ADDRESS)
    told = words(ask(client))
    assert mail.outbox == []
    citizens = words(ask(client, "other@example.org"))
    assert told == citizens.replace("other@example.org", ADDRESS)


def test_a_link_of_somebody_who_has_become_staff_opens_nothing(client: Client) -> None:
    ask(client)
    User.objects.create_user(ADDRESS, is_staff=True)
    assert client.post(link()).status_code == 400
    assert not is_in(client)


def test_a_mailbox_is_not_flooded(client: Client) -> None:
    """However slowly they ask: each try in vain doubles what the next one waits."""
    sent = 0
    while ask(Client()).status_code == 200:
        sent += 1
        assert sent < 12
    assert sent >= 3
    assert len(mail.outbox) == sent


def test_what_is_no_address_is_told_so(client: Client) -> None:
    assert ask(client, "nobody").status_code == 400


def test_the_database_refuses_a_link_that_lives_longer() -> None:
    at = now()
    with pytest.raises(IntegrityError, match="email_link_is_short_lived"):
        EmailLink.objects.create(
            digest="a",
            browser_digest="b",
            email=ADDRESS,
            made_at=at,
            ends_at=at + dt.timedelta(minutes=16),
        )


def test_the_database_refuses_a_use_after_the_end() -> None:
    at = now()
    with pytest.raises(IntegrityError, match="email_link_is_used_in_time"):
        EmailLink.objects.create(
            digest="a",
            browser_digest="b",
            email=ADDRESS,
            made_at=at,
            ends_at=at,
            used_at=at,
        )
