"""Why an application got nothing or less than it asked for, in words."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.allocation.domain.lottery import (
    ASSOCIATION,
    LIMIT,
    NOTHING_LEFT,
    REFUSED,
    TAKEN,
)

REASONS: Final[dict[str, Promise]] = {
    REFUSED: _("It was not admitted."),
    LIMIT: _("Whoever applied has as many spaces as one party may have."),
    ASSOCIATION: _("The association has as many spaces as its members may have together."),
    TAKEN: _("Those before it in the draw took every space that it named."),
    NOTHING_LEFT: _("No space was left when its turn came."),
}


def sentence(reason: str, more: str = "") -> str:
    """The reason as it is told, with what the office said besides; empty for none."""
    said = str(REASONS[reason]) if reason else ""
    return f"{said} {more}".strip() if reason == REFUSED else said
