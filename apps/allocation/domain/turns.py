"""What the windows of a sale refuse, in sentences that a person can act on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from apps.allocation.domain.admitting import NotYet
from geo.errors import Conflict, Refusal


def _told(at: dt.datetime) -> str:
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")


class SpaceWaits(Conflict):
    """A space that waits for somebody who was admitted to it: another's frontage."""

    def __init__(self, kept: Sequence[NotYet]) -> None:
        self.codes = tuple(each.code for each in kept)
        until, window = max(
            (each.waits_until, each.waits_by or "") for each in kept if each.waits_until
        )
        super().__init__(
            _(
                "%(codes)s: kept for somebody else until %(until)s (%(window)s). Nothing "
                "was held. If it is yours, sign in, or bring your proof to the desk; else "
                "choose another, or come back when that time is over."
            )
            % {"codes": ", ".join(self.codes), "until": _told(until), "window": window}
        )


class NotYourTurn(Conflict):
    """The windows that are open now are for others."""

    def __init__(self, kept: Sequence[NotYet]) -> None:
        self.codes = tuple(each.code for each in kept)
        first = kept[0]
        if first.open_for:
            said = _("%(codes)s: now it is the turn of others (%(windows)s).")
        else:
            said = _("%(codes)s: it is nobody's turn at the moment.")
        said = said % {"codes": ", ".join(self.codes), "windows": first.open_for}
        if first.next_at is not None:
            then = _("Your turn begins on %(first)s (%(window)s).")
            then = then % {"first": _told(first.next_at), "window": first.next_name}
        else:
            then = _("Whoever has a right to buy now brings the proof to the desk.")
        super().__init__(" ".join([said, _("Nothing was held."), then]))


class NobodyMeant(Refusal):
    """A text that means no party, or several."""

    def __init__(self, found: int) -> None:
        if found:
            said = _("Several people are called so. Write the identity or tax number.")
        else:
            said = _("Nobody of that name or number is registered. Register them first.")
        super().__init__(said + " " + _("Nobody was admitted."))


class WaiverUnsaid(Refusal):
    """A sale outside the windows without its norm or its reason."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Write by which norm they may buy outside the windows, and why. Nothing "
                "was held."
            )
        )


class WindowNameTaken(Conflict):
    """Two windows of one sale with one name."""

    def __init__(self) -> None:
        super().__init__(
            _("This sale has a window of that name. Nothing was changed; choose another.")
        )


class WindowMakesNoSense(Refusal):
    """A window without a name, or that closes before it opens."""

    def __init__(self) -> None:
        super().__init__(
            _("A window has a name and closes after it opens. Nothing was changed.")
        )


class WindowHasAdmissions(Conflict):
    """A window that somebody was admitted to, and that would be removed or for others."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody was admitted to this window, so it stays and stays for whom it "
                "is. Move its days instead, or withdraw who should not be admitted."
            )
        )


class AdmittedAlready(Conflict):
    """The same admission twice."""

    def __init__(self) -> None:
        super().__init__(_("They are admitted to this window already. Nothing was added."))


class NoProof(Refusal):
    """An admission without its proof, or withdrawn without a reason."""

    def __init__(self) -> None:
        super().__init__(
            _("Write which paper was seen, or why it is withdrawn. Nothing was changed.")
        )


class WrongAdmission(Refusal):
    """An admission that does not go with what the window is for."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A window for own spaces needs their codes, one for any space takes none, "
                "and one for everybody admits everybody. Nobody was admitted."
            )
        )
