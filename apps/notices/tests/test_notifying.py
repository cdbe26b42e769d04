"""What is written down when somebody is told something, and what is refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from apps.notices.actions import (
    NoSuchOccasion,
    NothingToSay,
    WrongContext,
    mark_all_read,
    mark_read,
    notify,
)
from apps.notices.actions.notifying import DELIVER
from apps.notices.domain.addresses import Address
from apps.notices.models import Delivery, Notice
from apps.notices.queries import count_unread
from apps.notices.tests.making import (
    ALL_OPEN,
    CLERK,
    NOON,
    make_party,
    make_template,
    states,
    tell,
)
from apps.people.actions import merge_parties
from apps.people.tests.making import ADMIN
from geo.access import ANYONE, Viewer

pytestmark = pytest.mark.usefixtures("receipt")


def test_a_notice_is_worded_for_each_channel_in_the_readers_language() -> None:
    notice = tell(make_party(), language="en")
    assert (notice.subject, notice.body) == ("Receipt Ana", "Receipt in_app Ana")
    assert states(notice) == {"email": "waiting", "sms": "waiting"}
    assert notice.deliveries.get(channel="sms").body == "Receipt sms Ana"
    assert (
        tell(make_party("otra@example.org", ""), language="qu").body == "Recibo in_app Ana"
    )


def test_a_notice_of_an_act_that_was_undone_was_never_said() -> None:
    party = make_party()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell(party)
        raise ZeroDivisionError
    assert (Notice.objects.count(), Delivery.objects.count()) == (0, 0)


def test_the_worker_hears_of_it_when_the_act_commits(
    django_capture_on_commit_callbacks: Any,
) -> None:
    def waiting() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [DELIVER]
            )
            return int(cursor.fetchone()[0])

    before = waiting()
    with django_capture_on_commit_callbacks(execute=True):
        tell(make_party())
        assert waiting() == before
    assert waiting() == 1


@pytest.mark.parametrize(
    ("to", "channels"),
    [
        (Address.of_account("beto"), set()),
        (Address.of_email("Quien.sea@Example.ORG"), {"email"}),
        (Address.of_phone("707 12345"), {"sms"}),
    ],
    ids=["an account", "a mailbox", "a phone"],
)
def test_an_address_is_told_where_it_can_be(to: Address, channels: set[str]) -> None:
    notice = tell(to)
    assert set(states(notice)) == channels
    assert {each.address for each in notice.deliveries.all()} == ({to.value} - {""})


def test_a_phone_is_told_once_and_by_whatsapp_where_that_is_set_up(settings: Any) -> None:
    settings.NOTICE_CHANNELS = {**ALL_OPEN, "whatsapp": "file:///x"}
    make_template("due", ["in_app", "sms", "whatsapp"], [])
    notice = notify(make_party(), "due", {}, by=CLERK)
    assert set(states(notice)) == {"whatsapp"}


def test_a_channel_that_is_off_is_not_waited_for(settings: Any) -> None:
    settings.NOTICE_CHANNELS = {}
    assert states(tell(make_party())) == {}


def test_a_key_is_said_once_whoever_repeats_the_act() -> None:
    party = make_party()
    first = tell(party, key="payment:7")
    assert tell(party, key="payment:7").pk == first.pk
    assert tell(party, key="payment:8").pk != first.pk
    assert (Notice.objects.count(), Delivery.objects.count()) == (2, 4)


@pytest.mark.parametrize(
    ("template", "context", "refused"),
    [
        ("nothing", {"name": "Ana"}, NoSuchOccasion),
        ("receipt", {}, WrongContext),
        ("receipt", {"name": "Ana", "more": "x"}, WrongContext),
        ("silent", {}, NothingToSay),
    ],
)
def test_it_refuses(
    template: str, context: dict[str, str], refused: type[Exception]
) -> None:
    make_template("silent", [], [])
    with pytest.raises(refused):
        notify(make_party(), template, context, by=CLERK)
    assert Notice.objects.count() == 0


def test_a_value_is_no_text_with_gaps_and_no_header() -> None:
    said = "x\r\nBcc: all@example.org {name}"
    notice = notify(make_party(), "receipt", {"name": said}, by=CLERK)
    assert notice.subject == "Recibo x Bcc: all@example.org {name}"


def test_everybody_reads_their_own_and_nobody_anothers() -> None:
    party, other = make_party(), make_party("otra@example.org", "")
    notice, _other = tell(party), tell(other)
    at_work = tell(Address.of_account("beto"))
    reader = Viewer(name="vecina", person_id=party.pk)
    clerk = Viewer(name="beto", is_staff=True)
    assert list(Notice.objects.visible_to(reader)) == [notice]
    assert list(Notice.objects.visible_to(clerk)) == [at_work]
    assert list(Notice.objects.visible_to(ANYONE)) == []
    assert not mark_read(notice.pk, by=clerk, now=NOON)
    assert count_unread(reader) == 1
    assert mark_read(notice.pk, by=reader, now=NOON)
    assert mark_all_read(by=clerk, now=NOON) == 1
    assert (count_unread(reader), count_unread(clerk), count_unread(ANYONE)) == (0, 0, 0)


def test_who_was_merged_is_told_as_whoever_they_are() -> None:
    kept, lost = make_party(), make_party("otra@example.org", "")
    before = tell(lost)
    merge_parties(lost, into=kept, reason="misma CI", by=ADMIN)
    before.refresh_from_db()
    lost.refresh_from_db()
    assert before.party == tell(lost).party == kept


@pytest.mark.django_db(transaction=True)
def test_one_key_said_by_two_at_once_is_one_notice() -> None:
    party, barrier = make_party(), Barrier(2)

    def say(_number: int) -> object:
        try:
            barrier.wait()
            return tell(party, key="payment:7").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = set(pool.map(say, range(2)))
    assert len(said) == Notice.objects.count() == 1
