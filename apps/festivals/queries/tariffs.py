"""What stands of a feast cost, and what their tariffs are called."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from apps.allocation.models import Offering
from apps.festivals.models import Festival, Trade
from apps.treasury.models import Price


def prices_ever(festival: Festival) -> QuerySet[Price]:
    """Every price that patents of a feast have, had or will have, by tariff and day."""
    if festival.concept_id is None:
        return Price.objects.none()
    found = Price.objects.filter(concept=festival.concept_id)
    return found.order_by("variant", "days")


def tariff_names(tariffs: Iterable[str]) -> dict[str, str]:
    """Tariffs by the name of their trade, with the price zone in brackets."""
    trades = dict(Trade.objects.values_list("code", "name"))
    return {tariff: _called(tariff, trades) for tariff in tariffs}


def names_of_tariffs(offering: Offering) -> dict[str, str]:
    """What the tariffs of an offering are called, if a feast put them there."""
    if not Festival.objects.filter(code=offering.code).exists():
        return {}
    return tariff_names(offering.spaces.values_list("tariff", flat=True).distinct())


def _called(tariff: str, trades: dict[str, str]) -> str:
    if tariff in trades:
        return trades[tariff]
    # A code may have a hyphen itself, so the longest that fits is the trade.
    fitting = [code for code in trades if tariff.startswith(f"{code}-")]
    code = max(fitting, key=len, default="")
    return f"{trades[code]} ({tariff[len(code) + 1 :]})" if code else tariff
