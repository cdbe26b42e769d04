"""What booking with a list refuses as a whole."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.errors import Conflict, Refusal


class RowsRefused(Conflict):
    """All or none was asked for, and some rows cannot be booked."""

    def __init__(self, refused: int) -> None:
        super().__init__(
            ngettext(
                "%(n)d row cannot be booked, so nothing was. Correct the file and send it "
                "again, or book the others without it.",
                "%(n)d rows cannot be booked, so nothing was. Correct the file and send it "
                "again, or book the others without them.",
                refused,
            )
            % {"n": refused}
        )


class NothingToBook(Conflict):
    """No row of the list can be booked."""

    def __init__(self) -> None:
        super().__init__(
            _("No row can be booked, so nothing was. The reasons stand with the rows.")
        )


class NoSuchAssociation(Refusal):
    """The association was not found, or several were."""

    def __init__(self, text: str) -> None:
        super().__init__(
            _(
                "“%(text)s” is no registered association, or more than one. Nothing was "
                "read; type its whole name or its NIT, or register it first."
            )
            % {"text": text}
        )


class NoFile(Refusal):
    """No file, an empty one, or one that is too large."""

    def __init__(self, megabytes: int) -> None:
        super().__init__(
            _("Choose a file that is not empty and has at most %(most)d MB.")
            % {"most": megabytes}
        )
