"""Notices against a real mail server and a real SMS provider that fail, wait and repeat."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from apps.notices.domain.addresses import Address
from apps.notices.domain.gateways.choosing import gateway_at, gateways
from apps.notices.domain.gateways.port import Message, Rejected, Unreachable
from apps.notices.models import Delivery
from apps.notices.tests.making import make_template, tell
from config.channels import channels_from
from tests.gateways import provider
from tests.servers import free_port
from tests.workers import until, working

TEXT = Message(key="k-1", to="+59170712345", subject="Recibo", body="Su recibo está listo.")


class Sms:
    """The SMS provider, from the side of the test."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://s%20ecret@127.0.0.1:{port}/texts?from=QUILLACOLLO"

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        asking.request(method, path, body=json.dumps(body))
        answer = json.loads(asking.getresponse().read())
        asking.close()
        return answer

    def order(self, *orders: str) -> None:
        self.ask("POST", "/orders", orders)

    @property
    def seen(self) -> Any:
        return self.ask("GET", "/seen")


@pytest.fixture(scope="module")
def sms_provider() -> Iterator[Sms]:
    with provider("sms") as port:
        yield Sms(port)


@pytest.fixture
def sms(sms_provider: Sms) -> Sms:
    sms_provider.order()
    return sms_provider


class Mail:
    """The mail server, from the side of the test."""

    def __init__(self, port: int) -> None:
        self.url, self.port = f"smtp://127.0.0.1:{port}", port

    def ask(self, verb: str) -> str:
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            said = line.makefile("rw", newline="\r\n")
            said.readline()
            said.write(f"{verb}\r\n")
            said.flush()
            return said.readline()

    @property
    def letters(self) -> Any:
        return json.loads(self.ask("LETTERS"))


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Mail]:
    with provider("smtp") as port:
        yield Mail(port)


@pytest.fixture
def mail(mail_server: Mail) -> Mail:
    mail_server.ask("FORGET")
    return mail_server


def send(url: str, channel: str = "sms", **more: str) -> str:
    values = {"key": TEXT.key, "to": TEXT.to, "subject": TEXT.subject, "body": TEXT.body}
    way = gateway_at(channel, url, "llajta@quillacollo.example")
    return way.send(Message(**{**values, **more}))


def test_a_text_is_posted_with_its_key_and_the_token(sms: Sms) -> None:
    assert send(sms.url) == "provider-1"
    assert sms.seen == {
        "sent": [{"id": "k-1", "to": "+59170712345", "text": "Su recibo está listo."}],
        "posts": [
            {
                "key": "k-1",
                "order": "ok",
                "token": "Bearer s ecret",
                "path": "/texts?from=QUILLACOLLO",
            }
        ],
    }


def test_whatsapp_gets_the_body_that_its_interface_takes(sms: Sms) -> None:
    send(sms.url, "whatsapp")
    assert sms.seen["sent"][0]["to"] == "59170712345"
    assert sms.seen["sent"][0]["text"] == {"body": "Su recibo está listo."}


@pytest.mark.parametrize("order", ["500", "503", "429", "408", "cut"])
def test_what_may_work_later_is_told_so_and_sent_once(sms: Sms, order: str) -> None:
    sms.order(order)
    with pytest.raises(Unreachable):
        send(sms.url)
    send(sms.url)
    assert len(sms.seen["posts"]) == 2
    assert len(sms.seen["sent"]) == 1


@pytest.mark.parametrize("order", ["400", "401", "404", "moved"])
def test_what_never_works_is_told_so_and_no_redirect_is_followed(
    sms: Sms, order: str
) -> None:
    sms.order(order)
    with pytest.raises(Rejected):
        send(sms.url)
    assert len(sms.seen["posts"]) == 1


def test_a_provider_that_is_down_may_be_up_later() -> None:
    for channel, scheme in (("sms", "http"), ("email", "smtp")):
        with pytest.raises(Unreachable):
            send(f"{scheme}://127.0.0.1:{free_port()}/", channel)


def test_a_letter_arrives_with_its_accents_and_an_identity_of_its_own(mail: Mail) -> None:
    for _time in range(2):
        identity = send(
            mail.url, "email", to="ana@example.org", subject="Recibo\r\nBcc: x@y.z"
        )
    assert identity == "<k-1@quillacollo.example>"
    first, second = mail.letters
    assert first["to"] == second["to"] == "ana@example.org"
    for letter in (first["letter"], second["letter"]):
        assert f"Message-ID: {identity}" in letter
        assert "\nBcc:" not in letter
        assert "From: llajta@quillacollo.example" in letter


@pytest.mark.parametrize(
    ("to", "raised"), [("never", Rejected), ("later", Unreachable), ("cut", Unreachable)]
)
def test_a_mailbox_that_does_not_take_it(
    mail: Mail, to: str, raised: type[Exception]
) -> None:
    with pytest.raises(raised):
        send(mail.url, "email", to=f"{to}@example.org")


def test_a_demonstration_writes_to_files_and_an_instance_to_nobody(tmp_path: Path) -> None:
    shown = channels_from({}, tmp_path, demo=True)
    ways = gateways(shown, "llajta@localhost")
    assert set(ways) == {"email", "sms", "whatsapp"}
    assert ways["sms"].send(TEXT) == TEXT.key
    line = (tmp_path / "notices" / "sms.jsonl").read_text(encoding="utf-8")
    assert json.loads(line)["body"] == "Su recibo está listo."
    assert gateways(channels_from({}, tmp_path, demo=False), "x@y") == {}
    assert channels_from({"LLAJTA_SMS_URL": ""}, tmp_path, demo=True)["sms"] == ""


@pytest.mark.parametrize(
    ("channel", "url"),
    [("sms", "smtp://x"), ("email", "https://x"), ("sms", "ftp://x"), ("sms", "https:///")],
)
def test_an_address_that_leads_nowhere_stops_the_start(channel: str, url: str) -> None:
    with pytest.raises(ValueError, match="leads nowhere"):
        gateway_at(channel, url, "x@y")


def test_no_secret_of_an_address_is_in_the_log() -> None:
    name = gateway_at("sms", "https://secret@sms.example/x?token=t", "x@y").name
    assert name == "https:sms.example"
    assert urlsplit("https://secret@sms.example").username == "secret"


@pytest.fixture
def house(transactional_db: Any, settings: Any, tmp_path: Path) -> Iterator[Path]:
    """An instance with an empty queue; yields the worker's log."""
    settings.NOTICE_CHANNELS = {"sms": "http://x", "email": "smtp://x"}
    make_template()
    empty = "TRUNCATE procrastinate_jobs CASCADE"
    with connection.cursor() as cursor:
        cursor.execute(empty)
        yield tmp_path / "worker.log"
        cursor.execute(empty)


@pytest.mark.long
def test_a_worker_killed_between_sending_and_marking_does_not_send_twice(
    house: Path, sms: Sms, mail: Mail
) -> None:
    ways = {
        "LLAJTA_SMS_URL": sms.url,
        "LLAJTA_SMTP_URL": mail.url,
        "LLAJTA_WHATSAPP_URL": "",
    }
    database = connection.settings_dict["NAME"]
    sms.order("late")
    told = tell(Address.of_phone("70712345"), urgent=True).deliveries.get()
    with working(database, log=house, others=ways) as worker:
        until(lambda: len(sms.seen["sent"]) == 1, worker, house)
        worker.kill()
        worker.wait()
    sms.ask("POST", "/go-on")
    told.refresh_from_db()
    assert (told.state, told.attempts) == ("sending", 1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notices_delivery SET lease_until = now()")
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = '2020-01-01'")
        cursor.execute("DELETE FROM procrastinate_periodic_defers")
    letter = tell(Address.of_email("ana@example.org"), urgent=True).deliveries.get()

    def both_sent() -> bool:
        states = Delivery.objects.get_queryset().values_list("state", flat=True)
        return set(states) == {"sent"}

    with working(database, log=house, others=ways) as worker:
        until(both_sent, worker, house)
    assert [post["key"] for post in sms.seen["posts"]] == [str(told.pk)] * 2
    assert len(sms.seen["sent"]) == 1
    outcomes = told.log.order_by("number").values_list("outcome", flat=True)
    assert list(outcomes) == ["lost", "sent"]
    assert [each["to"] for each in mail.letters] == ["ana@example.org"]
    assert letter.log.get().gateway == "smtp:127.0.0.1"
