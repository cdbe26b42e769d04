"""Clearing away: nothing here decides who has what, so it may run late, twice or never."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from apps.allocation.actions.settling import give_up
from apps.allocation.models import BookingList, Claim, Hold, KeptAnswer
from apps.allocation.permissions import TIDY
from apps.allocation.terms import ClaimKind, Outcome
from geo.access import Viewer

LATE: Final = dt.timedelta(hours=24)
"""How long after a hold ran out its price can still be paid; then it is annulled."""
KEPT: Final = dt.timedelta(hours=48)
"""How long answers and holds that came to nothing are remembered."""
TRIED: Final = dt.timedelta(days=7)
"""How long a list that was tried and not booked is kept: it has names and cards."""


@dataclass(frozen=True, kw_only=True)
class Tidied:
    """What there was to clear away."""

    annulled: int
    """Obligations of holds that were not paid."""
    forgotten: int
    """Holds that ran out and were never charged."""
    answers: int


def tidy_holds(*, on: dt.date, by: Viewer) -> Tidied:
    """Annul what was charged for holds that ran out long ago, and forget old ones.

    Each hold is an act of its own; two runs at once share the work between them.

    Raises:
        NotAllowed: `by` may not clear away.
        PeriodClosed: the day lies in a closed period.
    """
    TIDY.require(by)
    annulled = 0
    for number in _unpaid():
        annulled += _lapse(number, on=on, by=by)
    forgotten = _forget()
    BookingList.objects.filter(booked_at=None, uploaded_at__lt=Now() - TRIED).delete()
    answers, _kinds = KeptAnswer.objects.filter(at__lt=Now() - KEPT).delete()
    return Tidied(annulled=annulled, forgotten=forgotten, answers=answers)


def _unpaid() -> list[int]:
    late = Claim.objects.filter(
        hold=OuterRef("pk"), kind=ClaimKind.HOLD, in_force__endswith__gt=Now() - LATE
    )
    charged = Hold.objects.filter(obligation__isnull=False, outcome="")
    return list(charged.filter(~Exists(late)).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _lapse(number: int, *, on: dt.date, by: Viewer) -> int:
    """Annul one hold's obligation, unless somebody else is at it or it was just paid."""
    asked = Hold.objects.select_for_update(of=("self",), skip_locked=True)
    hold = asked.select_related("offering").filter(pk=number, outcome="").first()
    if hold is None:
        return 0
    hold.refund = give_up(hold, Outcome.LAPSED, on=on, by=by)
    hold.outcome = Outcome.LAPSED
    hold.save(update_fields=["outcome", "refund"])
    return 1


@transaction.atomic
def _forget() -> int:
    """Remove holds that were never charged and ran out long ago, with their claims."""
    bound = Claim.objects.filter(hold=OuterRef("pk"), in_force__endswith__gt=Now() - KEPT)
    old = Hold.objects.filter(obligation__isnull=True, held_at__lt=Now() - KEPT)
    found = old.filter(~Exists(bound)).order_by("pk")
    numbers = list(
        found.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)
    )
    Claim.objects.filter(hold__in=numbers).delete()
    return Hold.objects.filter(pk__in=numbers).delete()[0]
