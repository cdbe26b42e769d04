"""How long something has been owed: the classes of the debt report."""

from __future__ import annotations

import datetime as dt

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Age(TextChoices):
    """Classes by begun months after the due date."""

    CURRENT = "current", _("not due")
    ONE = "one", _("1 month")
    TWO = "two", _("2 months")
    THREE_TO_SIX = "three_to_six", _("3 to 6 months")
    SEVEN_TO_TWELVE = "seven_to_twelve", _("7 to 12 months")
    OLDER = "older", _("more than 12 months")


_LAST_MONTH = (
    (1, Age.ONE),
    (2, Age.TWO),
    (6, Age.THREE_TO_SIX),
    (12, Age.SEVEN_TO_TWELVE),
)


def months_overdue(due_on: dt.date, on: dt.date) -> int:
    """Begun months between the due date and `on`; 0 when it is not overdue.

    >>> months_overdue(dt.date(2026, 1, 31), dt.date(2026, 2, 28))
    1
    >>> months_overdue(dt.date(2026, 1, 15), dt.date(2026, 2, 16))
    2
    """
    if on <= due_on:
        return 0
    months = (on.year - due_on.year) * 12 + on.month - due_on.month
    return months + (on.day > due_on.day)


def age_of(due_on: dt.date, on: dt.date) -> Age:
    """The class of something due on `due_on`, seen on the day `on`."""
    months = months_overdue(due_on, on)
    if months == 0:
        return Age.CURRENT
    return next((age for last, age in _LAST_MONTH if months <= last), Age.OLDER)
