"""What the counter finds by one text: a space of the offering, or who buys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apps.allocation.domain.scanning import Scanned
from apps.allocation.domain.tariffs import tariff_names
from apps.allocation.models import Hold, Offering, Space
from apps.allocation.queries.offered import is_on_sale
from apps.allocation.queries.prices import price_of, prices_of
from apps.allocation.queries.windows import not_yet
from apps.allocation.terms import HOLD, Standing
from apps.documents.models import Document
from apps.people.models import Party
from apps.people.queries import search_parties, survivor_of
from geo.access import Viewer

MOST_FOUND: Final = 20


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """One space that somebody at the counter wants."""

    space: Space
    standing: Standing
    price: Decimal | None
    tariff: str


def windows_alone_keep(
    offering: Offering, chosen: Sequence[Chosen], party_id: int | None
) -> bool:
    """Whether nothing but windows of the sale keeps some of what is chosen from a party."""
    waiting = [each for each in chosen if each.standing != Standing.FREE]
    if not waiting or any(each.standing != Standing.WAITING for each in waiting):
        return False
    codes = [each.space.code for each in waiting]
    kept = {each.code for each in not_yet(offering, codes, party_id)}
    return kept == set(codes) and is_on_sale(offering)


def space_scanned(offering: Offering, scanned: Scanned, viewer: Viewer) -> Space | None:
    """The space of the offering whose code was typed or scanned."""
    seen = Space.objects.visible_to(viewer).filter(offering=offering)
    found = {each.code: each for each in seen.filter(code__in=scanned.codes)}
    return next((found[code] for code in scanned.codes if code in found), None)


def parties_scanned(scanned: Scanned) -> list[Party]:
    """Whom a text names: by a patent or a hold, by a card, or by parts of a name."""
    token = scanned.hold or _hold_of(scanned.paper)
    if token is not None:
        held = Hold.objects.filter(token=token, party__isnull=False)
        rows = held.select_related("party__survivor")
        return [survivor_of(each.party) for each in rows if each.party is not None]
    found = search_parties(Party.objects.all(), scanned.text).select_related("survivor")
    parties = [survivor_of(each) for each in found.order_by("name_key", "pk")[:MOST_FOUND]]
    return list({each.pk: each for each in parties}.values())


def _hold_of(paper: str) -> str | None:
    """The token of the hold that a paper was issued for."""
    if not paper:
        return None
    papers = Document.objects.filter(token=paper, about_kind=HOLD)
    return papers.values_list("about_id", flat=True).first()


def chosen_spaces(
    offering: Offering,
    codes: Sequence[str],
    viewer: Viewer,
    *,
    on: dt.date,
    party_id: int | None = None,
) -> list[Chosen]:
    """The chosen spaces in the order chosen, with price and standing for a party."""
    prices, names = prices_of(offering, on=on), tariff_names(offering)
    seen = Space.objects.visible_to(viewer).filter(offering=offering, code__in=codes)
    seen = seen.defer("place").with_standing(of=offering, party_id=party_id)
    found = {each.code: each for each in seen}
    return [
        Chosen(
            space=found[code],
            standing=Standing(found[code].standing),
            price=price_of(found[code], prices),
            tariff=names.get(found[code].tariff, ""),
        )
        for code in dict.fromkeys(codes)
        if code in found
    ]
