"""Telling somebody something: a row of the outbox in the transaction of the act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from django.conf import settings
from django.db import transaction

from apps.notices.actions.occasions import find_occasion
from apps.notices.actions.refusals import NoSuchOccasion, NothingToSay, WrongContext
from apps.notices.domain.addresses import Address
from apps.notices.domain.wording import filled, mismatch, one_line
from apps.notices.models import Delivery, Notice, Template, Text
from apps.notices.queries import open_channels
from apps.notices.terms import Channel
from apps.people.models import Party
from apps.people.queries import survivor_of
from geo.access import Viewer
from geo.jobs import soon

DELIVER: Final = "notices.deliver"
"""Name of the worker's task that sends what is due."""

Words = Mapping[str, Text]
"""The texts of an occasion in one language, by channel."""


@transaction.atomic
def notify(
    to: Party | Address,
    template: str,
    context: Mapping[str, str],
    *,
    by: Viewer,
    urgent: bool = False,
    key: str = "",
    language: str = "",
) -> Notice:
    """Tell `to` what the occasion `template` says, once this transaction commits.

    It asks no permission of its own: whoever may do the act may have it told. With a `key`
    the same notice is said once, whoever repeats the act; put the reader into the key when
    several are told. An `urgent` one does not wait for the morning.

    Raises:
        NoSuchOccasion: no occasion has this code.
        WrongContext: `context` has other values than the occasion knows.
        NothingToSay: it has no words that this reader could be shown.
    """
    occasion = find_occasion(template)
    if occasion is None:
        raise NoSuchOccasion(template)
    if different := mismatch(occasion.variables, context):
        raise WrongContext(template, different)
    words = _words(occasion, language or settings.LANGUAGE_CODE)
    notice = _worded(to, occasion, words, context)
    notice.language = language or settings.LANGUAGE_CODE
    notice.urgent, notice.key, notice.by = urgent, key, by.name or "-"
    said_before = _store(notice)
    if said_before is not None:
        return said_before
    ways = list(_ways_out(to, words))
    Delivery.objects.bulk_create(_delivery(notice, words[way], context) for way in ways)
    if ways:
        transaction.on_commit(wake, robust=True)
    return notice


def wake() -> None:
    """Let the worker look for what is due; if nobody can say so, it looks every minute."""
    soon(DELIVER)


def _words(occasion: Template, language: str) -> Words:
    """Its texts in `language`, and in the town's own where that lacks one."""
    texts = list(occasion.texts.all())
    own = {each.channel: each for each in texts if each.language == settings.LANGUAGE_CODE}
    return own | {each.channel: each for each in texts if each.language == language}


def _worded(
    to: Party | Address, occasion: Template, words: Words, context: Mapping[str, str]
) -> Notice:
    """The notice as its reader sees it on this site, or as the log shows it."""
    notice = Notice(template=occasion, context=dict(context))
    shown = words.get(Channel.IN_APP)
    if isinstance(to, Address):
        notice.account, notice.address = to.account, to.value
        if to.value:
            shown = next((words[each] for each in _ways_out(to, words)), shown)
    else:
        notice.party = survivor_of(to)
    if shown is None:
        raise NothingToSay(occasion.code)
    notice.subject = one_line(filled(shown.subject, context))[:400] or occasion.title
    notice.body = filled(shown.body, context)
    return notice


def _store(notice: Notice) -> Notice | None:
    """Write the notice; the one of the same key that was there before, if there was one.

    An act of somebody else that says the same at this moment is waited for.
    """
    Notice.objects.bulk_create([notice], ignore_conflicts=bool(notice.key))
    if not notice.key:
        return None
    kept = Notice.objects.get(template=notice.template, key=notice.key)
    return kept if kept.pk != notice.pk else None


def _ways_out(to: Party | Address, words: Words) -> Iterator[str]:
    """Channels that lead outside, are set up, have words and can reach such a reader.

    A phone is reached once: by WhatsApp where that is set up, else by SMS.
    """
    able = {name for name, is_open in open_channels().items() if is_open and name in words}
    is_account = isinstance(to, Address) and not to.value
    if is_account:
        return
    if Channel.EMAIL in able and (not isinstance(to, Address) or to.is_email):
        yield Channel.EMAIL.value
    if not isinstance(to, Address) or not to.is_email:
        phones = (Channel.WHATSAPP.value, Channel.SMS.value)
        yield from [each for each in phones if each in able][:1]


def _delivery(notice: Notice, text: Text, context: Mapping[str, str]) -> Delivery:
    return Delivery(
        notice=notice,
        channel=text.channel,
        subject=one_line(filled(text.subject, context))[:400],
        body=filled(text.body, context),
        address=notice.address,
    )
