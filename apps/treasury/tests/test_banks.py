"""Banks: codes, notices that come right, wrong, late, often or not, and the books."""

from __future__ import annotations

import datetime as dt
import json
import random
import time
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.documents.actions import annul_number
from apps.documents.models import Document
from apps.people.tests.making import looked_at, make_account, make_office
from apps.treasury.actions import (
    poll_banks,
    reconcile_bank,
    set_up_desk,
    show_code,
    withdraw_code,
)
from apps.treasury.domain.banks.known import banks, provider_called
from apps.treasury.domain.banks.port import Asked, BadNotice, BankAway, NoSuchBank
from apps.treasury.domain.banks.sip import signature
from apps.treasury.models import (
    Concept,
    Entry,
    Obligation,
    Payment,
    PaymentIntent,
    ProviderEvent,
    QueuedPayment,
)
from apps.treasury.queries import balance_of
from apps.treasury.tasks import draw_missing, draw_receipt
from apps.treasury.tests.bank import (
    SECRET,
    Bank,
    bnb_at,
    body_of,
    post,
    simulated_bank,
    sip_at,
)
from apps.treasury.tests.making import BS, OFFICE, TODAY, charge, is_sound
from geo.access import ANYONE, NotAllowed
from tests.effort import many

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture(scope="module")
def bank() -> Iterator[Bank]:
    with simulated_bank() as running:
        yield running


@pytest.fixture(autouse=True)
def both_set_up(settings, bank: Bank) -> None:
    settings.BANKS = {"sip": sip_at(bank.url), "bnb": bnb_at(bank.url)}


@pytest.fixture(autouse=True)
def quiet(bank: Bank) -> None:
    """A bank whose notices are all lost: these tests deliver them by hand."""
    bank.ask("forget")
    bank.ask("quirks", loses=1.0)


@pytest.fixture
def owed(price, debtor) -> Obligation:
    return charge(price, debtor)


def shown(owed: Obligation, provider: str = "sip", lasts: dt.timedelta = HOUR):
    return show_code(
        provider, owed.debtor_id, {owed.pk: owed.outstanding}, lasts=lasts, by=OFFICE
    )


@pytest.mark.parametrize("provider", ["sip", "bnb"])
def test_a_code_is_made_once_and_shown_again(owed, provider) -> None:
    code = shown(owed, provider)
    assert bytes(code.image or b"").startswith(b"\x89PNG")
    again = shown(owed, provider)
    assert (again.pk, again.reference) == (code.pk, code.reference)


def test_an_answer_that_was_lost_leaves_no_second_code(owed, bank: Bank) -> None:
    bank.ask("quirks", drops_answer=True, loses=1.0)
    with pytest.raises(BankAway):
        shown(owed)
    intent = PaymentIntent.objects.get()
    assert intent.reference == ""
    bank.ask("quirks", loses=1.0)
    assert shown(owed).alias == intent.alias


def test_a_notice_before_the_banks_answer_finds_its_payment(owed, bank, client) -> None:
    bank.ask("quirks", drops_answer=True, loses=1.0)
    with pytest.raises(BankAway):
        shown(owed)
    alias = PaymentIntent.objects.get().alias
    assert post(client, body_of(alias)).status_code == 200
    assert Payment.objects.get().amount == 10


def test_a_signed_notice_is_a_payment_with_the_number_it_deserves(owed, client) -> None:
    Concept.objects.update(office=make_office())
    code = shown(owed)
    assert post(client, body_of(code.alias, 10)).json()["codigo"] == "0000"
    assert balance_of(owed.debtor_id).owed == 0
    payment = Payment.objects.get()
    assert (payment.means, payment.receipt.number.number) == ("qr", 1)
    assert is_sound()


def test_where_no_concept_names_an_office_the_first_desk_gives_the_receipt(
    owed, client
) -> None:
    office = make_office()
    set_up_desk("caja-1", "Caja 1", office, by=OFFICE)
    post(client, body_of(shown(owed).alias, 10))
    assert Payment.objects.get().receipt.number.series.office == office


def test_the_worker_draws_the_receipt_and_the_desk_prints_it(
    owed, client: Client, tmp_path, settings
) -> None:
    settings.VAR = tmp_path
    Concept.objects.update(office=make_office())
    code = shown(owed)
    post(client, body_of(code.alias, 10))
    payment = Payment.objects.get()
    assert waiting_jobs() == [{"payment": payment.pk}]
    client.force_login(make_account(None, "jefa", is_superuser=True))
    page, paper = f"/pagos/qr/{code.alias}/", f"/pagos/qr/{code.alias}/recibo.pdf"
    assert client.get(paper).status_code == 404
    assert paper not in client.get(page).content.decode()
    draw_receipt(payment=payment.pk)
    draw_receipt(payment=payment.pk)
    assert Document.objects.get().number == payment.receipt.number
    assert paper in client.get(page).content.decode()
    printed = client.get(paper)
    assert printed.content.startswith(b"%PDF-")
    assert printed.content == client.get(paper).content


def test_a_receipt_that_nobody_drew_is_found_and_an_annulled_number_is_left(
    price, debtor, client: Client, tmp_path, settings
) -> None:
    settings.VAR = tmp_path
    Concept.objects.update(office=make_office())
    for number in range(2):
        code = shown(charge(price, debtor))
        post(client, body_of(code.alias, 10, event=f"N-{number}"))
    first, second = Payment.objects.order_by("pk")
    annul_number(first.receipt.number, reason="Por error", by=OFFICE)
    draw_receipt(payment=first.pk)
    draw_missing(timestamp=0)
    assert [each.number for each in Document.objects.all()] == [second.receipt.number]


def waiting_jobs() -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args::text FROM procrastinate_jobs WHERE task_name = %s",
            ["treasury.draw_receipt"],
        )
        return [json.loads(args) for (args,) in cursor.fetchall()]


def test_the_same_notice_a_hundred_times_is_one_payment(owed, client: Client) -> None:
    body = body_of(shown(owed).alias)
    assert {post(client, body).status_code for _n in range(100)} == {200}
    assert Payment.objects.count() == ProviderEvent.objects.count() == 1


@pytest.mark.bar("R19")
def test_repeated_shuffled_notices_are_one_payment_each(price, debtor, client) -> None:
    codes = [shown(charge(price, debtor, n + 1)) for n in range(many(10, 1000))]
    notices = [
        body_of(code.alias, f"{code.amount:.2f}", event=f"N-{n}")
        for n, code in enumerate(codes)
        for _time in range(5)
    ]
    random.Random(3).shuffle(notices)
    assert {post(client, body).status_code for body in notices} == {200}
    assert Payment.objects.count() == len(codes)
    assert balance_of(debtor.pk).owed == 0
    assert is_sound()


@pytest.mark.bar("R19")
def test_forged_stale_and_unknown_notices_book_nothing(owed, client: Client) -> None:
    body, now = body_of(shown(owed).alias), int(time.time())
    before = Entry.objects.count()
    refused = [
        post(client, body, secret="guessed"),
        post(client, body, at=now - 301),
        post(client, body, at=now + 400),
        post(client, body, forged={"X-Signature": ""}),
        post(client, body, forged={"X-Signature": "ñ"}),
        post(client, body, forged={"X-Timestamp": "yesterday"}),
        client.post("/pagos/aviso/sip/", body, content_type="application/json"),
        post(client, b"not json"),
        post(client, body_of("nobody-knows", event="other")),
        client.post("/pagos/aviso/bnb/", body, content_type="application/json"),
        client.post("/pagos/aviso/cash/", body, content_type="application/json"),
        client.post("/pagos/aviso/nobody/", body, content_type="application/json"),
    ]
    assert all(400 <= answer.status_code < 500 for answer in refused)
    tampered, stamp = body.replace(b"10.00", b"99.00"), str(now)
    headers = {"X-Timestamp": stamp, "X-Signature": signature(SECRET, stamp, body)}
    answer = client.post(
        "/pagos/aviso/sip/", tampered, content_type="application/json", headers=headers
    )
    assert answer.status_code == 401
    assert Entry.objects.count() == before
    assert not Payment.objects.exists()
    assert client.get("/pagos/aviso/sip/").status_code == 405


@pytest.mark.parametrize("amount", ["9.99", "10.01", 100])
def test_a_wrong_amount_settles_nothing_and_is_written_down(owed, client, amount) -> None:
    answer = post(client, body_of(shown(owed).alias, amount))
    assert answer.status_code == 422
    assert QueuedPayment.objects.get().reason == "amount"
    standing = balance_of(owed.debtor_id)
    assert (standing.owed, standing.advances) == (BS("10"), BS(str(amount)))
    assert post(client, body_of(shown(owed).alias, -1, event="N-2")).status_code == 422
    assert is_sound()


@pytest.mark.bar("R21")
@pytest.mark.bar("R56")
def test_what_was_paid_too_late_waits_in_the_list_until_somebody_settles_it(
    owed, client: Client
) -> None:
    code = shown(owed, lasts=-HOUR)
    assert post(client, body_of(code.alias)).status_code == 200
    client.force_login(make_account(None, "jefa", is_superuser=True))
    page = client.get("/pagos/por-resolver/").content.decode()
    assert owed.debtor.name in page
    assert looked_at(owed.debtor.name) == {"jefa"}
    queued = QueuedPayment.objects.get()
    done = client.post("/pagos/por-resolver/", {"pago": queued.pk, "que": "refund"})
    assert done.status_code == 302
    assert balance_of(owed.debtor_id).refunds == 10
    assert 'name="pago"' not in client.get("/pagos/por-resolver/").content.decode()
    assert is_sound()


@pytest.mark.bar("R20")
def test_payments_at_the_moment_of_expiry_are_settled_or_wait_and_none_is_lost(
    price, debtor, client
) -> None:
    chance, races = random.Random(20), many(25, 500)
    for number in range(races):
        owed = charge(price, debtor)
        lasts = dt.timedelta(milliseconds=chance.uniform(-50, 50))
        body = body_of(shown(owed, lasts=lasts).alias, event=f"N-{number}")
        assert post(client, body).status_code == 200
    settled = ProviderEvent.objects.filter(outcome="paid").count()
    waiting = QueuedPayment.objects.filter(reason="expired").count()
    assert settled + waiting == Payment.objects.count() == races
    standing = balance_of(debtor.pk)
    assert standing.owed == standing.advances == 10 * waiting
    assert is_sound()


@pytest.mark.parametrize("provider", ["sip", "bnb"])
def test_a_payment_that_nobody_told_is_found_by_asking(owed, bank, provider) -> None:
    code = shown(owed, provider)
    assert poll_banks(on=TODAY, by=OFFICE) == 0
    bank.ask("pay", alias=str(code.alias))
    assert poll_banks(on=TODAY, by=OFFICE) == 1
    assert poll_banks(on=TODAY, by=OFFICE) == 0
    assert Payment.objects.get().amount == 10
    with pytest.raises(NotAllowed):
        poll_banks(on=TODAY, by=ANYONE)


def test_the_notice_and_the_asking_are_one_payment(owed, bank, client) -> None:
    code = shown(owed)
    bank.ask("pay", alias=str(code.alias))
    poll_banks(on=TODAY, by=OFFICE)
    assert post(client, body_of(code.alias)).status_code == 200
    assert Payment.objects.count() == 1


def test_a_withdrawn_code_is_withdrawn_at_the_bank_first(owed, bank, settings) -> None:
    code = shown(owed, "bnb")
    settings.BANKS = {"bnb": bnb_at("http://127.0.0.1:1")}
    with pytest.raises(BankAway):
        withdraw_code(code, by=OFFICE)
    code.refresh_from_db()
    assert code.state == "open"
    settings.BANKS = {"bnb": bnb_at(bank.url)}
    withdraw_code(code, by=OFFICE)
    code.refresh_from_db()
    assert code.state == "disabled"


def test_where_there_is_no_bank_nothing_is_said_to_agree(settings) -> None:
    settings.BANKS = {}
    with pytest.raises(CommandError, match="ningún banco"):
        call_command("reconcile_bank")


@pytest.mark.parametrize("provider", ["sip", "bnb"])
def test_reconciling_finds_what_was_not_told_and_books_it_when_asked(
    price, debtor, bank, provider, capsys
) -> None:
    told, untold = (shown(charge(price, debtor, n), provider) for n in (1, 2))
    bank.ask("pay", alias=str(told.alias))
    poll_banks(on=TODAY, by=OFFICE)
    day = timezone.localtime(told.asked_at).date()
    assert reconcile_bank(provider, made_on=day, by=OFFICE) == []
    bank.ask("pay", alias=str(untold.alias))
    (fault,) = reconcile_bank(provider, made_on=day, by=OFFICE)
    assert (fault.kind, fault.name) == ("missing", str(untold.alias))
    assert fault.at_bank == 20
    with pytest.raises(CommandError, match="missing"):
        call_command("reconcile_bank", "--provider", provider)
    with pytest.raises(CommandError, match="missing"):
        call_command("reconcile_bank", "--provider", provider, "--book")
    call_command("reconcile_bank", "--provider", provider)
    assert balance_of(debtor.pk).owed == 0
    assert is_sound()


@pytest.mark.bar("R35")
def test_reconciling_names_every_other_difference(price, debtor, bank, client) -> None:
    phantom, wrong = (shown(charge(price, debtor, n)) for n in (1, 2))
    post(client, body_of(phantom.alias, event="a"))
    bank.ask("pay", alias=str(wrong.alias), amount="19.00")
    post(client, body_of(wrong.alias, "20.00", event="b"))
    day = timezone.localtime(wrong.asked_at).date()
    faults = reconcile_bank("sip", made_on=day, by=OFFICE)
    assert {each.kind for each in faults} == {"not-at-bank", "amount"}
    bank.ask("quirks", loses=1.0)
    stray = shown(charge(price, debtor, 3), "bnb")
    bank.ask("pay", alias=str(stray.alias))
    PaymentIntent.objects.filter(pk=stray.pk).update(reference="")
    faults = reconcile_bank("bnb", made_on=day, by=OFFICE)
    assert str(stray.alias) in {each.name for each in faults if each.kind == "unknown"}


def test_hosts_and_keys_come_from_the_configuration_alone(settings) -> None:
    settings.BANKS = {}
    assert banks() == []
    with pytest.raises(NoSuchBank):
        provider_called("sip")
    settings.BANKS = {"sip": sip_at("http://bank.example")}
    with pytest.raises(BankAway):
        provider_called("sip").status(Asked(alias="a", reference="r", amount=BS(1)))


def test_cash_is_a_provider_whom_no_notice_can_stand_for(owed) -> None:
    code = shown(owed, "cash")
    assert code.reference == str(code.alias)
    with pytest.raises(BadNotice):
        provider_called("cash").announced(b"{}", {}, now=0)


def test_the_cashier_shows_a_code_and_sees_that_it_was_paid(owed, bank, client) -> None:
    client.force_login(make_account(None, "jefa", is_superuser=True))
    form = {"deuda": f"{owed.pk}=10.00", "banco": "sip"}
    answer = client.post(f"/caja/deudor/{owed.debtor_id}/qr/", form)
    page = client.get(answer["Location"]).content.decode()
    assert "data:image/png;base64," in page
    post(client, body_of(PaymentIntent.objects.get().alias))
    assert "data:image/png" not in client.get(answer["Location"]).content.decode()
