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
ITSELF: Final = gettext_lazy("Llajta, by itself")
_parts: Final[dict[str, str | Promise]] = {}
"""Names under which no account acts and that are no commands, with what people read."""


def acts_by_itself(*names: str, title: str | Promise = ITSELF) -> None:
    """Make known that the platform, and nobody, acts under these names.

    Of commands it is known already.
    """
    _parts.update(dict.fromkeys(names, title))


def who_acted(name: str) -> str:
    """What people call whoever acted under `name`: themselves, or the platform.

    Commands and tasks act under a name of their own, which says nothing at a desk.
    """
    if name.startswith(BANK):
        return _("the bank “%s”") % name.removeprefix(BANK)
    words = name.split("_")
    if DEMO in words and name in get_commands():
        return _("the demonstration")
    by_itself = ITSELF if len(words) > 1 and name in get_commands() else name
    return str(_parts.get(name, by_itself))


def origin(source: str) -> str:
    """What people read for the source of a row."""
    return str(dict(ORIGINS).get(source, source))
