"""Trades, their seats, and how far they keep from each other: the same for all feasts."""

from __future__ import annotations

from django.db import transaction

from apps.festivals.models import Seating, SpacingRule, Trade
from apps.festivals.permissions import PLAN
from geo.access import Viewer


def enter_trade(trade: Trade, *, by: Viewer) -> Trade:
    """Enter a trade that was filled in, or what was filled in anew about one.

    Raises:
        NotAllowed: `by` may not plan feasts.
    """
    PLAN.require(by)
    trade.save()
    return trade


@transaction.atomic
def seat_trade(seating: Seating, *, by: Viewer) -> Seating:
    """Say from a day on how many people a trade seats; plans drawn before stay.

    Raises:
        NotAllowed: `by` may not plan feasts.
    """
    PLAN.require(by)
    seating.save(force_insert=True)
    return seating


def keep_apart(rule: SpacingRule, *, by: Viewer) -> SpacingRule:
    """Enter how far trades keep from something, with the norm that says so.

    Raises:
        NotAllowed: `by` may not plan feasts.
    """
    PLAN.require(by)
    rule.save(force_insert=True)
    return rule


def lift_rule(rule: SpacingRule, *, by: Viewer) -> None:
    """Take a rule back; its history stays.

    Raises:
        NotAllowed: `by` may not plan feasts.
    """
    PLAN.require(by)
    rule.delete()
