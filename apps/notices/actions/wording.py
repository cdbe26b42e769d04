"""What the office decides about notices: their words, and when nobody is disturbed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from apps.notices.actions.refusals import WrongWording
from apps.notices.domain.wording import gaps, stray_braces
from apps.notices.models import QuietHours, Template, Text
from apps.notices.permissions import WORDING
from geo.access import Viewer


@transaction.atomic
def write_text(text: Text, *, subject: str, body: str, by: Viewer) -> Text:
    """Give an occasion these words for one channel and language, from the next notice on.

    Raises:
        NotAllowed: `by` may not.
        WrongWording: it is empty or too long, or names a value the occasion does not know.
    """
    WORDING.require(by)
    text.subject, text.body = " ".join(subject.split()), body.strip()
    text.changed_by = by.name or "-"
    unknown = gaps(text.subject, text.body) - set(text.template.variables)
    if unknown or stray_braces(text.subject, text.body):
        raise WrongWording(_brace_sentence(text.template, unknown))
    try:
        text.full_clean()
    except ValidationError as error:
        raise WrongWording(" ".join(error.messages)) from error
    text.save()
    return text


def _brace_sentence(template: Template, unknown: set[str]) -> str:
    known = ", ".join(f"{{{name}}}" for name in template.variables) or "—"
    if unknown:
        sentence = _(
            "This occasion knows no value called %(unknown)s. It knows: %(known)s. "
            "Nothing was written."
        )
        return sentence % {"unknown": ", ".join(sorted(unknown)), "known": known}
    sentence = _(
        "A brace stands alone. Values are written like one of these: %(known)s. Nothing "
        "was written."
    )
    return sentence % {"known": known}


@transaction.atomic
def set_quiet_hours(
    begins: dt.time,
    ends: dt.time,
    *,
    since: dt.date,
    channels: Sequence[str],
    basis: str,
    by: Viewer,
) -> QuietHours:
    """Let these quiet hours hold from the day `since` on; the rule before ends then.

    Raises:
        NotAllowed: `by` may not.
        WrongWording: hours, channels or basis are missing, or a later rule stands already.
    """
    WORDING.require(by)
    for earlier in QuietHours.objects.select_for_update().filter(days__contains=since):
        first = earlier.days.lower
        if first == since:
            earlier.delete()
        else:
            earlier.days = DateRange(first, since)
            earlier.save()
    rule = QuietHours(
        days=DateRange(since, None),
        begins=begins,
        ends=ends,
        channels=list(channels),
        basis=basis.strip(),
        recorded_by=by.name or "-",
    )
    try:
        rule.full_clean()
    except ValidationError as error:
        raise WrongWording(" ".join(error.messages)) from error
    rule.save()
    return rule
