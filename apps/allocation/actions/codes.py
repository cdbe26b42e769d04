"""Paying a hold with a telephone: a code that the payer's own bank reads."""

from __future__ import annotations

import datetime as dt
import uuid

from apps.allocation.actions.holding import require_own
from apps.allocation.domain.holders import Holder
from apps.allocation.domain.refusals import HoldOver
from apps.allocation.queries import find_hold, standing_of
from apps.treasury.actions import show_code
from apps.treasury.domain.banks.known import banks
from apps.treasury.models import PaymentIntent
from apps.treasury.permissions import RECEIVE
from geo.access import Viewer


def ask_for_code(token: uuid.UUID, *, holder: Holder, by: Viewer) -> PaymentIntent:
    """A code for what a hold costs, to be paid while the hold binds; the open one again.

    The bank is asked outside any transaction: one that answers late keeps nobody waiting.

    Raises:
        NotAllowed: `by` acts for somebody else and may not.
        Hold.DoesNotExist: no such hold of `holder`.
        HoldOver: it was not charged, it is paid, or it ran out.
        NoSuchBank, BankAway: no bank made a code.
    """
    require_own(holder, by=by)
    hold = find_hold(token, holder=holder, by=by)
    standing = standing_of(hold)
    owed = hold.obligation
    if owed is None or owed.outstanding == 0 or not standing.binds:
        raise HoldOver
    register = Viewer(name=by.name or "allocation", grants=frozenset({RECEIVE.name}))
    return show_code(
        next(iter(banks()), ""),
        owed.debtor_id,
        {owed.pk: owed.outstanding},
        lasts=dt.timedelta(seconds=standing.seconds),
        by=register,
    )
