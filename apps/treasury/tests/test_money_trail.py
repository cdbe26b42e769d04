"""Whatever moves money keeps who did it, when, from where and why."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from apps.documents.models import HistoryRow
from apps.people.models import Party
from apps.people.tests.making import make_account, make_office
from apps.treasury import actions
from apps.treasury.actions import Handed
from apps.treasury.actions.confirming import Notice
from apps.treasury.actions.refunding import Claim
from apps.treasury.models import Entry, PaymentIntent, Price, QueuedPayment
from apps.treasury.terms import LateKind, Means, Resolution
from apps.treasury.tests.making import (
    BS,
    GROUND,
    LAW,
    OFFICE,
    TODAY,
    a_charge,
    a_tender,
    charge,
    make_concept,
    pay,
)
from geo.access import Viewer
from geo.acting import through
from tests.trees import dotted, nodes_of

pytestmark = [pytest.mark.django_db, pytest.mark.bar("R37")]

ROOT: Final = Path(__file__).resolve().parents[3]
HOUR: Final = dt.timedelta(hours=1)
MAY: Final = (TODAY.replace(month=5), None)
Door = Callable[[Price, Party, Viewer], object]


def asked(price: Price, debtor: Party, by: Viewer = OFFICE) -> PaymentIntent:
    owed = charge(price, debtor)
    return actions.ask_payment(
        "bank", debtor.pk, {owed.pk: owed.outstanding}, lasts=HOUR, by=by
    )


def notice(intent: PaymentIntent, amount: str = "10.00") -> Notice:
    alias = str(intent.alias)
    return Notice(provider="bank", event=alias, alias=alias, amount=BS(amount), payload={})


def waiting(price: Price, debtor: Party) -> QueuedPayment:
    """Money of a bank that fits nothing: it came to less than was asked."""
    told = notice(asked(price, debtor), "9.00")
    return actions.confirm_payment(told, on=TODAY, by=OFFICE).queued


def uses_advance(price: Price, debtor: Party, by: Viewer) -> object:
    pay(debtor, "10.00", keeps_surplus=True)
    charge(price, debtor)
    return actions.use_advance(debtor.pk, on=TODAY, by=by)


def due_back(debtor: Party, by: Viewer = OFFICE) -> Any:
    pay(debtor, "10.00", keeps_surplus=True)
    claim = Claim(party_id=debtor.pk, amount=BS("10.00"), reason="paid for nothing")
    return actions.owe_refund(claim, on=TODAY, by=by)


def rule(price: Price, by: Viewer) -> Any:
    return actions.set_late_rule(
        price.concept,
        LateKind.SURCHARGE,
        BS("5"),
        charged_as=make_concept("late"),
        days=MAY,
        legal_basis=LAW,
        by=by,
    )


def late(price: Price, debtor: Party, by: Viewer) -> object:
    rule(price, OFFICE)
    charge(price, debtor, due_on=TODAY - dt.timedelta(days=10))
    return actions.charge_late(on=TODAY, by=by)


def sits(by: Viewer) -> Any:
    desk = actions.set_up_desk("caja-1", "Caja 1", make_office(), by=OFFICE)
    return actions.open_shift(desk, BS("0.00"), by=by)


def takes(price: Price, debtor: Party, by: Viewer) -> object:
    owed = charge(price, debtor)
    handed = Handed(
        token="6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
        debtor_id=debtor.pk,
        shares={owed.pk: BS("10.00")},
        given=BS("20.00"),
    )
    return actions.take_cash(sits(by), handed, on=TODAY, by=by)


def counts(_price: Price, _debtor: Party, by: Viewer) -> object:
    found = {BS("10.00"): 1}
    return actions.close_shift(sits(by), found, reason="found", on=TODAY, by=by)


def reverses(price: Price, debtor: Party, by: Viewer) -> object:
    charge(price, debtor)
    paid = pay(debtor, "10.00")
    return actions.reverse_payment(paid, on=TODAY, why="Bad note", by=by)


def many_paid(price: Price, debtor: Party, by: Viewer) -> object:
    charge(price, debtor)
    return actions.receive_payments([a_tender(debtor, "10.00")], on=TODAY, by=by)


BOOKS: Final[dict[str, Door]] = {
    "post_obligation": lambda p, d, by: actions.post_obligation(
        a_charge(p, d), on=TODAY, by=by
    ),
    "post_obligations": lambda p, d, by: actions.post_obligations(
        [a_charge(p, d)], on=TODAY, by=by
    ),
    "charge_late": late,
    "receive_payment": lambda _p, d, by: actions.receive_payment(
        a_tender(d, "10.00", keeps_surplus=True), on=TODAY, by=by
    ),
    "receive_payments": many_paid,
    "use_advance": uses_advance,
    "reverse_payment": reverses,
    "annul_obligation": lambda p, d, by: actions.annul_obligation(
        charge(p, d), GROUND, on=TODAY, by=by
    ),
    "annul_obligations": lambda p, d, by: actions.annul_obligations(
        [charge(p, d).pk], GROUND, on=TODAY, by=by
    ),
    "forgive_obligation": lambda p, d, by: actions.forgive_obligation(
        charge(p, d), GROUND, on=TODAY, by=by
    ),
    "owe_refund": lambda _p, d, by: due_back(d, by),
    "pay_refund": lambda _p, d, by: actions.pay_refund(
        due_back(d), means=Means.CASH, on=TODAY, by=by
    ),
    "confirm_payment": lambda p, d, by: actions.confirm_payment(
        notice(asked(p, d)), on=TODAY, by=by
    ),
    "take_cash": takes,
    "close_shift": counts,
}
"""Doors behind which an entry is booked, each with a way through it."""

DECIDES: Final[dict[str, Door]] = {
    "create_concept": lambda _p, _d, by: actions.create_concept(
        "sand", "Sand", budget_item="12200", by=by
    ),
    "set_price": lambda _p, _d, by: actions.set_price(
        make_concept("sand"), "3.00", days=MAY, legal_basis=LAW, unit="m³", by=by
    ),
    "end_price": lambda p, _d, by: actions.end_price(p, before=TODAY, by=by),
    "set_late_rule": lambda p, _d, by: rule(p, by),
    "close_period": lambda _p, _d, by: actions.close_period(
        dt.date(2026, 1, 1), today=TODAY, by=by
    ),
    "set_up_desk": lambda _p, _d, by: actions.set_up_desk(
        "caja-9", "Caja 9", make_office(), by=by
    ),
    "open_shift": lambda _p, _d, by: sits(by),
    "ask_payment": lambda p, d, by: asked(p, d, by),
    "disable_intent": lambda p, d, by: actions.disable_intent(asked(p, d), by=by),
    "resolve_payment": lambda p, d, by: actions.resolve_payment(
        waiting(p, d), Resolution.KEPT, on=TODAY, by=by
    ),
}
"""Doors that decide what is charged, taken or given back, without an entry of their own."""

THROUGH: Final = {
    "post_staged": "write_entry",
    "annul_charge": "annul_obligation",
    "show_code": "ask_payment",
    "withdraw_code": "disable_intent",
    "poll_banks": "confirm_payment",
    "reconcile_bank": "confirm_payment",
    "give_receipt": "number_for",  # whoever drew the number stands on it
    "issue_receipt": "issue_document",  # and whoever issued it on the paper
}
"""Doors that only lead to another one."""


def actor(door: str) -> Viewer:
    return Viewer(name=f"zyx {door}", is_staff=True, holds_all=True)


def test_every_act_of_the_treasury_is_asked_for_its_trail() -> None:
    doors = {
        name
        for name in actions.__all__
        if inspect.isfunction(act := getattr(actions, name))
        and "by" in inspect.signature(act).parameters
    }
    assert doors == BOOKS.keys() | DECIDES.keys() | THROUGH.keys()
    for name, other in THROUGH.items():
        module = inspect.getmodule(getattr(actions, name))
        assert module is not None and f"{other}(" in inspect.getsource(module)


@pytest.mark.parametrize("name", BOOKS)
def test_what_moves_money_names_who_when_from_where_and_why(price, debtor, name) -> None:
    by = actor(name)
    with through(lambda: "page: /test/ 127.0.0.1"):
        BOOKS[name](price, debtor, by)
    entries = Entry.objects.filter(recorded_by=by.name)
    assert entries
    for entry in entries:
        assert entry.recorded_at is not None
        assert entry.recorded_from == "page: /test/ 127.0.0.1"
        assert entry.why.strip()


@pytest.mark.parametrize("name", DECIDES)
def test_what_decides_over_money_leaves_its_actor_in_the_history(
    price, debtor, name
) -> None:
    by = actor(name)
    DECIDES[name](price, debtor, by)
    kept = HistoryRow.objects.filter(who=by.name, table_name__startswith="treasury_")
    assert kept.exists()


def test_the_history_tells_what_a_price_was_and_by_which_norm(price) -> None:
    by = actor("price")
    actions.end_price(price, before=TODAY, by=by)
    actions.set_price(
        price.concept, "12.00", days=(TODAY, None), legal_basis="Ley 13", unit="m", by=by
    )
    ended, new = HistoryRow.objects.filter(who=by.name).order_by("id")
    assert ended.before and ended.after and new.after
    assert ended.before["days"] != ended.after["days"]
    assert (new.act, new.after["amount"], new.why) == ("added", 12.00, "Ley 13")


def test_a_cashiers_page_and_computer_stand_in_the_books(price, debtor) -> None:
    client = Client()
    client.force_login(make_account(None, "jefa", is_superuser=True, is_staff=True))
    actions.set_up_desk("caja-1", "Caja 1", make_office(), by=OFFICE)
    owed = charge(price, debtor)
    client.post("/caja/", {"caja": "caja-1", "fondo": "0"})
    form = {"deuda": f"{owed.pk}=10.00", "recibido": "10"}
    client.post(f"/caja/deudor/{debtor.pk}/", form)
    entry = Entry.objects.get(kind="payment")
    assert entry.recorded_from == "page: /caja/deudor/<int:pk>/ 127.0.0.1"


def test_a_program_names_itself(price, debtor) -> None:
    assert charge(price, debtor).entry.recorded_from.startswith("program: ")


def test_whoever_books_at_the_database_is_told_apart_and_must_say_why() -> None:
    statement = "INSERT INTO treasury_entry (kind, booked_on, recorded_by, {}) VALUES ({})"
    columns, values = "why, recorded_from", "'charge', '2026-06-15', 'x', 'y', ' '"
    with (
        pytest.raises(IntegrityError, match="entry_recorded_from_is_said"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(columns, values))
    with connection.cursor() as cursor:
        cursor.execute(
            statement.format("why", "'charge', '2026-06-15', 'x', 'y'")
            + " RETURNING recorded_from"
        )
        assert cursor.fetchone() == ("database",)
        transaction.set_rollback(True)


WRITTEN: Final = {"Entry", "Leg", "Obligation", "Payment", "Remission", "Refund"}


def books_past_the_treasury(path: Path) -> list[str]:
    """Rows of the books that a module makes itself."""
    return [
        ast.unparse(node)
        for node in nodes_of(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("create", "bulk_create", "get_or_create", "update", "delete")
        and dotted(node.func).split(".")[0] in WRITTEN
    ]


def test_no_other_register_or_system_writes_the_books() -> None:
    found: dict[str, Any] = {}
    for path in (ROOT / "apps").rglob("*"):
        inside = path.relative_to(ROOT / "apps").parts
        if inside[0] == "treasury" or "tests" in inside or "migrations" in inside:
            continue
        if path.suffix == ".py" and (calls := books_past_the_treasury(path)):
            found["/".join(inside)] = calls
        if path.suffix == ".sql":
            text = path.read_text(encoding="utf-8").lower()
            for verb in ("insert into", "update", "delete from"):
                if f"{verb} treasury_" in text:
                    found["/".join(inside)] = verb
    assert found == {}
