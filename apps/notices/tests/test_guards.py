"""What the database refuses about notices."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models.functions import Now

from apps.notices.actions import WrongWording, set_quiet_hours, write_text
from apps.notices.domain.addresses import Address
from apps.notices.models import Attempt, Delivery, Notice, QuietHours, Template, Text
from apps.notices.tests.making import NOON, Box, deliver, due_from, make_party, tell
from geo.access import NotAllowed, Viewer

pytestmark = pytest.mark.usefixtures("receipt")
WRITER = Viewer(name="eva", grants=frozenset({"notices.wording"}))


@pytest.fixture
def sent() -> Delivery:
    """A text that went out."""
    notice = tell(Address.of_email("x@example.org"))
    due_from(NOON)
    deliver(email=Box())
    return notice.deliveries.get()


def refused(rule: str) -> Any:
    return pytest.raises(DatabaseError, match=rule)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"account": ""}, "notice_is_for_one_reader"),
        ({"address": "x@example.org"}, "notice_is_for_one_reader"),
        ({"by": ""}, "notice_is_caused_by_somebody"),
        (
            {"account": "", "address": "x@example.org", "read_at": NOON},
            "notice_is_read_on_this_site",
        ),
    ],
)
def test_a_notice_is_for_one_reader(values: dict[str, Any], rule: str) -> None:
    notice = tell(Address.of_account("ana"))
    with refused(rule), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(**values)


def test_a_key_is_said_once() -> None:
    first, second = (tell(Address.of_account("ana"), key=key) for key in "ab")
    with refused("notice_is_said_once"), transaction.atomic():
        Notice.objects.filter(pk=second.pk).update(key=first.key)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"state": "sending"}, "notice_words_stay"),
        ({"channel": "in_app"}, "delivery_channel_leads_outside"),
        ({"sent_at": None}, "delivery_has_a_time_when_sent"),
        ({"lease_until": NOON}, "delivery_is_leased_while_sending"),
        ({"attempts": 99}, "delivery_is_tried_as_often_as_it_may"),
        ({"body": "otherwise"}, "notice_words_stay"),
        ({"state": "waiting", "sent_at": None}, "notice_words_stay"),
    ],
)
def test_a_text_that_went_out_stays_so(
    sent: Delivery, values: dict[str, Any], rule: str
) -> None:
    with refused(rule), transaction.atomic():
        Delivery.objects.filter(pk=sent.pk).update(**values)


def test_a_notice_keeps_its_words() -> None:
    notice = tell(Address.of_account("ana"))
    with refused("notice_words_stay"), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(body="otherwise")


def test_a_text_goes_through_a_channel_once(sent: Delivery) -> None:
    with refused("delivery_is_single"), transaction.atomic():
        Delivery.objects.create(notice=sent.notice, channel=sent.channel, body="x")


def test_a_text_succeeds_once_and_its_log_stays(sent: Delivery) -> None:
    values = {"delivery": sent, "at": Now(), "outcome": "sent"}
    with refused("attempt_succeeds_once"), transaction.atomic():
        Attempt.objects.create(number=2, **values)
    with refused("attempt_is_logged_once"), transaction.atomic():
        Attempt.objects.create(number=1, **{**values, "outcome": "failed"})
    with refused("attempt_outcome_is_known"), transaction.atomic():
        Attempt.objects.create(number=3, **{**values, "outcome": "x"})
    for act in (lambda rows: rows.update(detail="x"), lambda rows: rows.delete()):
        with refused("is_append_only"), transaction.atomic():
            act(Attempt.objects.all())


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"body": "{other}"}, "text_names_known_values"),
        ({"body": "{name"}, "text_names_known_values"),
        ({"subject": "{Name}"}, "text_names_known_values"),
        ({"body": " "}, "text_says_something_short"),
        ({"body": "x" * 4001}, "text_says_something_short"),
        ({"subject": ""}, "text_has_a_subject"),
        ({"channel": "pigeon"}, "text_channel_is_known"),
        ({"channel": "in_app"}, "text_is_single"),
    ],
)
def test_a_wording_that_cannot_be_used(values: dict[str, Any], rule: str) -> None:
    with refused(rule), transaction.atomic():
        Text.objects.filter(channel="email", language="es").update(**values)


def test_an_occasion_keeps_the_values_that_its_texts_name(receipt: Template) -> None:
    with refused("text_names_known_values"), transaction.atomic():
        Template.objects.filter(pk=receipt.pk).update(variables=[])
    with refused("template_code_has_its_shape"), transaction.atomic():
        Template.objects.filter(pk=receipt.pk).update(code="No Code")


def make_rule(**more: Any) -> QuietHours:
    return QuietHours.objects.create(
        **{
            "days": DateRange(dt.date(2010, 1, 1), dt.date(2011, 1, 1)),
            "begins": dt.time(20),
            "ends": dt.time(6),
            "channels": ["sms"],
            "basis": "RM 1",
            "recorded_by": "eva",
            **more,
        }
    )


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"ends": dt.time(20)}, "quiet_hours_are_part_of_a_day"),
        ({"days": DateRange(empty=True)}, "quiet_hours_have_a_first_day"),
        ({"days": DateRange(None, dt.date(2011, 1, 1))}, "quiet_hours_have_a_first_day"),
        ({"basis": " "}, "quiet_hours_have_a_basis"),
        ({"days": DateRange(dt.date(2010, 6, 1), None)}, "quiet_hours_are_one_rule_a_day"),
    ],
)
def test_a_rule_of_quiet_hours(values: dict[str, Any], rule: str) -> None:
    make_rule()
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        make_rule(
            days=values.get("days", DateRange(dt.date(2012, 1, 1), dt.date(2013, 1, 1))),
            **{name: value for name, value in values.items() if name != "days"},
        )


def test_words_are_changed_by_whoever_may_and_explained_otherwise(
    receipt: Template,
) -> None:
    text = receipt.texts.get(channel="email", language="es")
    with pytest.raises(NotAllowed):
        write_text(text, subject="x", body="y", by=Viewer(name="beto"))
    for body, says in (("{other}", "{name}"), ("{name", "{name}"), ("", ".")):
        with pytest.raises(WrongWording, match=says):
            write_text(text, subject="x", body=body, by=WRITER)
    write_text(text, subject="Su  recibo", body="Para {name}.\n", by=WRITER)
    party = make_party()
    assert tell(party).deliveries.get(channel="email").subject == "Su recibo"


def test_quiet_hours_follow_one_another() -> None:
    decided: dict[str, Any] = {"channels": ["sms"], "basis": "RM 5/2026", "by": WRITER}
    for day, hour in ((1, 20), (1, 21), (9, 22)):
        since = dt.date(2026, 8, day)
        set_quiet_hours(dt.time(hour), dt.time(7), since=since, **decided)
    rules = QuietHours.objects.order_by("days").values_list("begins", "days")
    assert [(begins.hour, days.upper and days.upper.day) for begins, days in rules] == [
        (21, 9),
        (22, None),
    ]
    with pytest.raises(WrongWording):
        set_quiet_hours(dt.time(7), dt.time(7), since=dt.date(2026, 9, 1), **decided)
