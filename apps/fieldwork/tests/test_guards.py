"""What the database refuses of the field, whoever asks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import Error, connection, transaction

from apps.fieldwork.models import (
    Assignment,
    CashCount,
    Event,
    FieldFile,
    StreetCash,
    SyncReceipt,
    UnreadEnvelope,
)
from apps.fieldwork.tests.making import assign
from apps.treasury.tests.making import make_concept, make_party, pay

pytestmark = pytest.mark.django_db
DIGEST = "0" * 64
FAR = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)
TRAIL = {"kind": "fieldwork", "act": "trail"}


def refused(rule: str) -> Any:
    return pytest.raises(Error, match=rule)


def settled() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def event(phone) -> Event:
    phone.send(phone.event("1"))
    return Event.objects.get()


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 9},
        {"body": {"other": 1}},
        {"said_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)},
        {"about_id": "2"},
        {"sha256": "1" * 64},
        {"flags": ["far"]},
    ],
)
def test_what_was_received_never_changes(event, change):
    with refused("event_stays_as_received"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(**change)


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("event_says_why_not", {"outcome": "refused", "message": " "}),
        ("event_says_why_not", {"outcome": "lost", "message": "x"}),
        ("event_is_settled_by_somebody", {"settled_at": dt.datetime.now(dt.UTC)}),
        ("event_is_settled_by_somebody", {"settled_by": "jefa"}),
    ],
)
def test_an_outcome_has_its_reason(event, rule, change):
    with refused(rule), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(**change)


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        ("event_seq_is_positive", {"seq": 0}),
        ("event_happened_before_it_came", {"happened_at": FAR}),
        ("event_flags_are_known", {"flags": ["blue"]}),
        ("event_keeps_no_trail", {**TRAIL, "body": {"points": []}}),
        ("event_says_what_happened", {"act": ""}),
        ("event_has_its_digest", {"sha256": "x"}),
    ],
)  # fmt: skip
def test_an_event_says_what_it_must(event, rule, given):
    import uuid

    row = Event.objects.get(pk=event.pk)
    row.pk = uuid.uuid4()
    for name, value in given.items():
        setattr(row, name, value)
    with refused(rule), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("model", [Event, SyncReceipt])
def test_what_came_is_never_removed(event, model):
    with refused("stay"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_unread_bytes_and_files_stay(phone):
    phone.post([b"nothing at all"])
    with refused("unread_envelope_stays"), transaction.atomic():
        UnreadEnvelope.objects.update(why="x")
    phone.put(b"MZ")
    with refused("field_file_stays"), transaction.atomic():
        FieldFile.objects.update(sha256=DIGEST)


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("assignment_ends_later", {"last_day": dt.date(2020, 1, 1)}),
        ("assignment_state_is_known", {"state": "lost"}),
        ("assignment_has_a_title", {"title": " "}),
        ("assignment_is_made_by_somebody", {"made_by": ""}),
    ],
)
def test_an_assignment_is_whole(juana, rule, change):
    made = assign(juana, "1")
    with refused(rule), transaction.atomic():
        Assignment.objects.filter(pk=made.pk).update(**change)


@pytest.fixture
def cash(event) -> StreetCash:
    make_concept()  # with the accounts of the ledger
    return StreetCash.objects.create(event=event, amount="20.00")


def test_street_cash_is_what_was_paid(cash):
    with refused("street_cash_is_its_payment"), transaction.atomic():
        paid = pay(make_party(), "15.00", keeps_surplus=True)
        StreetCash.objects.filter(pk=cash.pk).update(payment=paid)
        settled()


def test_street_cash_is_booked_once_and_stays(cash):
    paid = [pay(make_party(), "20.00", keeps_surplus=True) for _turn in range(2)]
    StreetCash.objects.filter(pk=cash.pk).update(payment=paid[0])
    settled()
    with refused("street_cash_is_booked_once"), transaction.atomic():
        StreetCash.objects.filter(pk=cash.pk).update(payment=paid[1])
    with refused("street_cash_stays"), transaction.atomic():
        StreetCash.objects.filter(pk=cash.pk).update(amount="1.00")


@pytest.mark.parametrize(("expected", "takes"), [("20.00", False), ("10.00", True)])
def test_a_count_is_of_its_takings(cash, expected, takes):
    with refused("count_is_of_its_takings"), transaction.atomic():
        count = CashCount.objects.create(
            device=cash.event.device, expected=expected, counted=expected, counted_by="x"
        )
        if takes:
            StreetCash.objects.filter(pk=cash.pk).update(count=count)
        settled()


def test_a_difference_has_a_reason_and_a_count_stays(cash):
    values = {"device": cash.event.device, "expected": "0.00", "counted_by": "x"}
    with refused("cash_count_difference_has_a_reason"), transaction.atomic():
        CashCount.objects.create(counted="5.00", **values)
    CashCount.objects.create(counted="5.00", reason="Cambio", **values)
    with refused("cash_count_stays"), transaction.atomic():
        CashCount.objects.update(counted="6.00")
