"""What people read for short names in records: who did it, and where it comes from."""

from __future__ import annotations

from typing import Final

from django.core.management import get_commands
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DEMO: Final = "demo"
"""What the source of a row says that was invented for the demonstration."""
ORIGINS: Final[tuple[tuple[str, Promise], ...]] = (
    (DEMO, gettext_lazy("invented for the demonstration")),
)
"""Sources that are kept as a short word, and what people read for them."""
BANK: Final = "bank:"
"""What the name of a bank begins with that reports a payment."""
PARTS: Final = frozenset(
    {
        *("llajta", "allocation", "festivals", "receipts"),
        *("poll_banks", "review_agreements", "seal_days"),
    }
)
"""Names under which parts of the platform act that are no commands."""


def who_acted(name: str) -> str:
    """What people call whoever acted under `name`: themselves, or the platform.

    Commands and tasks act under a name of their own, which says nothing at a desk.
    """
    if name.startswith(BANK):
        return _("the bank “%s”") % name.removeprefix(BANK)
    words = name.split("_")
    if DEMO in words and name in get_commands():
        return _("the demonstration")
    if name in PARTS or (len(words) > 1 and name in get_commands()):
        return _("Llajta, by itself")
    return name


def origin(source: str) -> str:
    """What people read for the source of a row."""
    return str(dict(ORIGINS).get(source, source))
