"""How texts leave: to whom, when, how often, and what is written down about it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from apps.notices.actions import (
    NotDead,
    drop_dead,
    notify,
    resend_dead,
    set_quiet_hours,
)
from apps.notices.actions.delivering import LEASE, take_next
from apps.notices.actions.marking import mark_sent
from apps.notices.domain.addresses import Address
from apps.notices.domain.gateways.port import Message, Rejected, Unreachable
from apps.notices.domain.pauses import pause_after
from apps.notices.models import Delivery
from apps.notices.terms import MOST_ATTEMPTS
from apps.notices.tests.making import (
    ALL_OPEN,
    CLERK,
    MORNING,
    NIGHT,
    NOON,
    Box,
    deliver,
    due_from,
    make_party,
    make_template,
    states,
    tell,
)
from apps.people.actions import add_contact, withdraw_consent
from apps.people.tests.making import ADMIN
from geo.access import NotAllowed, Viewer

pytestmark = pytest.mark.usefixtures("receipt")
STAFF = Viewer(name="eva", is_staff=True, grants=frozenset({"notices.resend"}))


class Broken(Box):
    """A provider that says why not, as often as it was told to."""

    def __init__(self, error: Exception, times: int = 99) -> None:
        super().__init__()
        self.error, self.times = error, times

    def send(self, message: Message) -> str:
        if self.times > 0:
            self.times -= 1
            raise self.error
        return super().send(message)


def one(to: Any = None, **more: Any) -> Delivery:
    """A text for a mailbox, due at noon."""
    notice = tell(to or Address.of_email("x@example.org"), **more)
    due_from(NOON)
    return notice.deliveries.get()


def test_each_text_goes_to_what_the_party_prefers_and_is_logged() -> None:
    party = make_party("vieja@example.org")
    newer = add_contact(party, "email", "nueva@example.org", by=ADMIN)
    party.contacts.filter(kind="email").update(is_preferred=False)
    party.contacts.filter(pk=newer.pk).update(is_preferred=True)
    add_contact(party, "phone", "44361234", by=ADMIN)  # a land line
    notice = tell(party)
    due_from(NOON)
    mail, sms = Box("mail"), Box("sms")
    deliver(email=mail, sms=sms)
    assert [each.to for each in mail.kept.values()] == ["nueva@example.org"]
    assert [each.to for each in sms.kept.values()] == ["+59170712345"]
    assert states(notice) == {"email": "sent", "sms": "sent"}
    attempt = notice.deliveries.get(channel="sms").log.get()
    assert (attempt.outcome, attempt.gateway, attempt.address, attempt.at) == (
        "sent",
        "sms",
        "+59170712345",
        NOON,
    )
    assert attempt.provider_id.startswith("box-")


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        ({"agrees": False}, "no_consent"),
        ({"email": "", "phone": "44361234"}, "no_contact"),
    ],
)
def test_who_did_not_agree_or_cannot_be_reached_is_told_here_only(
    made: dict[str, Any], reason: str
) -> None:
    notice = tell(make_party(**made))
    due_from(NOON)
    box = Box()
    deliver(email=box, sms=box)
    assert box.calls == []
    assert set(notice.deliveries.values_list("state", "reason")) == {("skipped", reason)}


def test_a_consent_that_was_withdrawn_meanwhile_counts_no_more() -> None:
    party = make_party()
    notice = tell(party)
    due_from(NOON)
    withdraw_consent(party.consents.get(), on=dt.date(2026, 8, 14), by=ADMIN)
    deliver(email=Box(), sms=Box())
    assert set(states(notice).values()) == {"skipped"}


def test_at_night_it_waits_for_the_morning_unless_it_is_urgent() -> None:
    calm, urgent = one(), one(urgent=True)
    Delivery.objects.get_queryset().update(due_at=NIGHT)
    box = Box()
    deliver(NIGHT, email=box)
    assert box.calls == [str(urgent.pk)]
    calm.refresh_from_db()
    assert (calm.state, calm.due_at, calm.attempts) == ("waiting", MORNING, 0)
    deliver(MORNING - dt.timedelta(seconds=1), email=box)
    assert box.calls == [str(urgent.pk)]
    deliver(MORNING, email=box)
    assert box.calls == [str(urgent.pk), str(calm.pk)]


def test_quiet_hours_are_those_of_the_day() -> None:
    boss = Viewer(name="eva", grants=frozenset({"notices.wording"}))
    set_quiet_hours(
        dt.time(12),
        dt.time(14),
        since=dt.date(2026, 8, 14),
        channels=["sms"],
        basis="RM 5/2026",
        by=boss,
    )
    party, box = make_party(), Box()
    notice = tell(party)
    due_from(NOON)
    deliver(email=box, sms=box)
    assert states(notice) == {"email": "sent", "sms": "waiting"}
    sms = notice.deliveries.get(channel="sms")
    assert sms.due_at == NOON + dt.timedelta(hours=2)
    day_before = NOON - dt.timedelta(days=1)
    Delivery.objects.get_queryset().filter(pk=sms.pk).update(due_at=day_before)
    deliver(day_before, sms=box)
    assert states(notice)["sms"] == "sent"


def test_what_fails_is_sent_again_later_each_time_and_then_put_aside() -> None:
    delivery, box = one(), Broken(Unreachable("HTTP 503"))
    now, pauses = NOON, []
    for _attempt in range(MOST_ATTEMPTS):
        Delivery.objects.get_queryset().update(due_at=now)
        deliver(now, email=box)
        delivery.refresh_from_db()
        pauses.append(delivery.due_at - now)
        deliver(now, email=box)  # before its time nothing happens
        delivery.refresh_from_db()
        assert delivery.attempts == len(pauses)
    assert pauses[:3] == [pause_after(each) for each in (1, 2, 3)]
    assert (delivery.state, delivery.reason) == ("dead", "HTTP 503")
    assert (
        list(delivery.log.values_list("outcome", flat=True)) == ["failed"] * MOST_ATTEMPTS
    )


def test_what_is_refused_is_put_aside_at_once_and_staff_decide() -> None:
    delivery, again = one(), one()
    deliver(email=Broken(Rejected("550 no such mailbox")))
    for each in (delivery, again):
        each.refresh_from_db()
        assert (each.state, each.attempts) == ("dead", 1)
    with pytest.raises(NotAllowed):
        resend_dead(again, by=Viewer(name="beto"), now=NOON)
    resend_dead(again, by=STAFF, now=NOON)
    drop_dead(delivery, by=STAFF)
    with pytest.raises(NotDead):
        resend_dead(delivery, by=STAFF, now=NOON)
    deliver(email=Box())
    again.refresh_from_db()
    delivery.refresh_from_db()
    assert (again.state, delivery.state, delivery.reason) == ("sent", "skipped", "dropped")
    assert list(again.log.order_by("number").values_list("outcome", flat=True)) == [
        "refused",
        "sent",
    ]


def test_a_fault_of_ours_in_one_text_does_not_stop_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    first, second = one(), one()
    deliver(email=Broken(KeyError("secret"), times=1))
    assert sorted(Delivery.objects.get_queryset().values_list("state", flat=True)) == [
        "sent",
        "waiting",
    ]
    assert {first.pk, second.pk} == set(
        Delivery.objects.get_queryset().values_list("pk", flat=True)
    )
    assert "broke" in caplog.text


def test_where_whatsapp_cannot_a_short_message_does(settings: Any) -> None:
    settings.NOTICE_CHANNELS = {**ALL_OPEN, "whatsapp": "file:///x"}
    make_template("due", ["in_app", "sms", "whatsapp"])
    notice = notify(make_party(), "due", {"name": "Ana"}, by=CLERK)
    due_from(NOON)
    box = Box()
    deliver(whatsapp=Broken(Rejected("HTTP 400")), sms=box)
    due_from(NOON)
    deliver(whatsapp=Box(), sms=box)
    assert states(notice) == {"whatsapp": "dead", "sms": "sent"}
    assert [each.body for each in box.kept.values()] == ["Recibo sms Ana"]


def test_who_is_presumed_fallen_and_comes_late_marks_nothing() -> None:
    one()
    slow = take_next(NOON, frozenset({"email"}))
    assert slow is not None and slow.state == "sending"
    assert take_next(NOON, frozenset({"email"})) is None  # somebody is at it
    later = NOON + LEASE
    quick = take_next(later, frozenset({"email"}))
    assert quick is not None and (quick.pk, quick.attempts) == (slow.pk, 2)
    assert mark_sent(quick, "box", "1", now=later)
    assert not mark_sent(slow, "box", "2", now=later)
    assert not mark_sent(quick, "box", "3", now=later)
    outcomes = quick.log.order_by("number").values_list("outcome", "provider_id")
    assert list(outcomes) == [("lost", ""), ("sent", "1")]


def test_what_fells_its_sender_every_time_is_put_aside() -> None:
    delivery = one()
    now = NOON
    for _attempt in range(MOST_ATTEMPTS):
        taken = take_next(now, frozenset({"email"}))
        assert taken is not None and taken.state == "sending"
        now += LEASE
    last = take_next(now, frozenset({"email"}))
    assert last is not None and (last.pk, last.state) == (delivery.pk, "dead")
    assert take_next(now + LEASE, frozenset({"email"})) is None


def test_a_channel_that_was_turned_off_meanwhile_is_not_waited_for() -> None:
    delivery = one()
    deliver()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("skipped", "channel_off")
