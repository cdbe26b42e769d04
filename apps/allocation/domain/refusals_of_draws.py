"""What draws of lots refuse, in sentences that a person can act on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from geo.errors import Conflict, Refusal


class DrawExists(Conflict):
    """The code is taken, or the draw would close before it opens."""

    def __init__(self, code: str) -> None:
        super().__init__(
            _(
                "“%(code)s” is another draw of this offering, or applications would close "
                "before they open. Nothing was opened; choose another code or a later day."
            )
            % {"code": code}
        )


class ApplicationsClosed(Conflict):
    """The list is closed."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The list of this draw is closed. Nothing was changed; what is left after "
                "the draw is sold to everybody."
            )
        )


class ApplicationsOpen(Conflict):
    """Applications are still taken, or the list is not closed yet."""

    def __init__(self, closes_at: dt.datetime) -> None:
        until = date_format(timezone.localtime(closes_at), "SHORT_DATETIME_FORMAT")
        super().__init__(
            _(
                "Applications are taken until %(until)s, and lots are drawn once the list "
                "was closed after that. Nothing was done."
            )
            % {"until": until}
        )


class DrawIsOver(Conflict):
    """It was done before, or called off."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This was done before, or the draw was called off. Nothing was changed; "
                "its page shows how it stands."
            )
        )


class WordsMissing(Refusal):
    """Nothing was said where words are needed."""

    def __init__(self) -> None:
        super().__init__(_("Say it in words; nothing was done without them."))


class NoWish(Refusal):
    """An application that asks for nothing, for too much, or for what is not there."""

    def __init__(self, unknown: Sequence[str], most: int) -> None:
        said = _(
            "Ask for one to %(most)d spaces: name some, or say that any will do. Nothing "
            "was entered."
        ) % {"most": most}
        if unknown:
            said = _(
                "%(codes)s: not drawn for here. Nothing was entered; choose codes of the "
                "list, or say that any will do."
            ) % {"codes": ", ".join(unknown)}
        super().__init__(said)


class TooMany(Refusal):
    """More than one draw takes."""

    def __init__(self, found: int, most: int) -> None:
        super().__init__(
            _(
                "%(found)d are more than the %(most)d that one draw takes. The list was "
                "not closed; draw for each trade or zone apart."
            )
            % {"found": found, "most": most}
        )
