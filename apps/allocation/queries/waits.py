"""Why nobody can just take a space now, in the words of the list beside the map."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from apps.allocation.models import Draw
from apps.allocation.queries.windows import WindowSeen
from apps.allocation.terms import Admits, Standing


@dataclass(frozen=True, kw_only=True)
class Turns:
    """What the spaces of an offering wait for, as its page has read it already."""

    on_sale: bool = True
    windows: Sequence[WindowSeen] = ()
    draws: Sequence[Draw] = ()
    """Those in which lots are still to be drawn."""
    kept: Mapping[str, dt.datetime] = field(default_factory=dict)
    """Codes that wait for somebody else, and until when."""

    @property
    def admit_me(self) -> bool:
        """Whether the reader may have what others cannot."""
        return any(
            each.admits_me and not each.is_over and each.admits != Admits.EVERYBODY
            for each in self.windows
        )

    def of(self, code: str, tariff: str) -> str:
        """Why the space waits, and until when if that is known."""
        windows = [each for each in self.windows if each.tariff in ("", tariff)]
        later = [each for each in windows if not each.is_open and not each.is_over]
        public = [each.first for each in later if each.admits == Admits.EVERYBODY]
        if not self.on_sale:
            return str(Standing.WAITING.label)
        if any(each.tariff in ("", tariff) for each in self.draws):
            return _("by drawing lots")
        if code in self.kept:
            return _("kept for somebody until %(until)s") % {
                "until": _told(self.kept[code])
            }
        if public:
            return _("for everybody from %(first)s") % {"first": _told(min(public))}
        if now := [each.name for each in windows if each.is_open]:
            return _("by turn, now: %(names)s") % {"names": ", ".join(now)}
        if later:
            return _("by turn, from %(first)s") % {
                "first": _told(min(each.first for each in later))
            }
        return str(Standing.WAITING.label)


def _told(moment: dt.datetime) -> str:
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")
