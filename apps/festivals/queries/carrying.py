"""What inspectors carry along of the stands of a round; few queries for all."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from apps.allocation.models import Claim, Space
from apps.allocation.queries import substitutes_of
from apps.allocation.terms import HOLD, ClaimKind
from apps.documents.models import Document
from apps.festivals.domain.inspecting import about_of
from apps.festivals.domain.papers import PATENT
from apps.festivals.models import Festival, InfractionKind, Inspection, Module, Trade
from apps.festivals.terms import STREET, PlanState
from apps.fieldwork.domain.kinds import Packed
from apps.treasury.models import Price

MOST_LOOKS: Final = 3
"""Earlier inspections of a stand that are told."""
LATEST: Final = dt.timedelta(days=800)
"""Older patents are not told: what was printed so long ago is as good as forged."""
DIGEST_BYTES: Final = 12
"""Of a token's SHA-256: 96 bits, so that nothing made up meets one by chance."""


def digest_of(token: str) -> str:
    """What a telephone knows of a patent's token: enough to recognise it, not to make it.

    >>> digest_of("abc")
    'ungWv48Bz-pBQUDe'
    """
    digest = hashlib.sha256(token.encode()).digest()[:DIGEST_BYTES]
    return base64.urlsafe_b64encode(digest).decode()


def _by_feast(ids: Iterable[str]) -> Mapping[str, list[str]]:
    """Codes of stands by the code of their feast."""
    found: dict[str, list[str]] = defaultdict(list)
    for each in ids:
        festival, _slash, code = each.partition("/")
        if code:
            found[festival].append(code)
    return found


def _modules(ids: Iterable[str]) -> dict[str, Module]:
    found = {}
    for festival, codes in _by_feast(ids).items():
        rows = Module.objects.filter(
            plan__festival__code=festival,
            plan__state=PlanState.PUBLISHED,
            code__in=codes,
        )
        for each in rows.select_related("trade"):
            found[about_of(festival, each.code)] = each
    return found


def places_of(ids: Sequence[str]) -> dict[str, Point | None]:
    """The middle of each stand; the street between them has no place of its own."""
    streets = [each for each in ids if each.endswith(f"/{STREET}")]
    known = {
        about_of(code)
        for code in Festival.objects.filter(code__in=_by_feast(streets)).values_list(
            "code", flat=True
        )
    }
    found: dict[str, Point | None] = dict.fromkeys(known & set(streets))
    for key, module in _modules(ids).items():
        found[key] = module.place.centroid
    return found


def carried(ids: Sequence[str], on: dt.date) -> dict[str, Packed]:
    """Stand, trade, frontage, holder and earlier looks of each, as they stand on a day."""
    modules = _modules(ids)
    told: dict[str, Packed] = {}
    for festival, codes in _by_feast(ids).items():
        held = _titles(festival, codes)
        instead = _substitutes(list(held.values()), on)
        looks = _looks(festival, codes)
        for code in codes:
            key = about_of(festival, code)
            if code == STREET:
                told[key] = Packed(title=_("In the street"), data={"stand": None})
            elif key in modules:
                title = held.get(code)
                names = instead.get(title.pk, []) if title is not None else []
                told[key] = _packed(modules[key], title, names, looks.get(code, []))
    return told


def _substitutes(titles: Sequence[Claim], on: dt.date) -> dict[int, list[str]]:
    """Who stands in from a day on, with their days, by the number of the title."""
    found: dict[int, list[str]] = {}
    for each in substitutes_of(titles):
        first, last = each.days.lower, each.days.upper - dt.timedelta(days=1)
        if last >= on:
            days = f"{first:%d/%m}" if first == last else f"{first:%d/%m} – {last:%d/%m}"
            found.setdefault(each.title_id, []).append(f"{each.party.name} ({days})")
    return found


def _packed(
    module: Module,
    title: Claim | None,
    substitutes: Sequence[str],
    looks: Sequence[Inspection],
) -> Packed:
    holder = title.party.name if title is not None and title.party is not None else ""
    return Packed(
        title=module.code,
        subtitle=holder,
        base=f"{title.pk if title is not None else 0}/{len(looks)}",
        data={
            "stand": {
                "code": module.code,
                "trade": module.trade.code,
                "trade_name": module.trade.name,
                "frontage_m": f"{module.frontage_m:f}",
                "blocked": module.is_blocked,
                "outline": json.loads(module.place.geojson),
            },
            "holder": holder,
            "substitutes": list(substitutes),
            "looks": [_look(each) for each in looks[:MOST_LOOKS]],
        },
    )


def _look(inspection: Inspection) -> dict[str, Any]:
    return {
        "at": inspection.made_at.isoformat(),
        "faults": list(map(str, inspection.faults)),
    }


def _titles(festival: str, codes: Sequence[str]) -> dict[str, Claim]:
    rows = Claim.objects.filter(
        space__offering__code=festival,
        space__code__in=codes,
        kind=ClaimKind.TITLE,
        in_force__upper_inf=True,
    )
    return {each.space.code: each for each in rows.select_related("space", "party")}


def _looks(festival: str, codes: Sequence[str]) -> Mapping[str, list[Inspection]]:
    spaces = Space.objects.filter(offering__code=festival, code__in=codes)
    rows = Inspection.objects.filter(space__in=spaces).select_related("space")
    found: dict[str, list[Inspection]] = defaultdict(list)
    for each in rows.order_by("-made_at", "-pk"):
        found[each.space.code].append(each)
    return found


def carried_once(ids: Sequence[str], on: dt.date) -> dict[str, Any]:
    """What all stands of a round share: patents by their digests, infractions, trades."""
    feasts = sorted(_by_feast(ids))
    return {
        "patents": _patents(feasts, on),
        "infractions": _infractions(on),
        "trades": list(Trade.objects.order_by("name").values("code", "name")),
    }


def _patents(feasts: Sequence[str], on: dt.date) -> dict[str, list[str]]:
    """Of each patent's token the digest, with its state and the stands it is for.

    Patents of other feasts are told too, so that last year's is not taken for a forgery.
    """
    over = {
        each.code: each.days.upper <= on for each in Festival.objects.only("code", "days")
    }
    rows = Document.objects.filter(
        kind=PATENT.name, about_kind=HOLD, issued_at__date__gte=on - LATEST
    )
    papers = list(rows.values_list("token", "about_id", "annulled_at"))
    stands = _stands_of_holds([about for _token, about, _annulled in papers])
    told: dict[str, list[str]] = {}
    for token, about, annulled_at in papers:
        feast, codes = stands.get(about, ("", []))
        if feast not in feasts:
            told[digest_of(token)] = ["expired" if over.get(feast, True) else "other_feast"]
        elif over.get(feast, True):
            told[digest_of(token)] = ["expired"]
        elif annulled_at is not None or not codes:
            told[digest_of(token)] = ["annulled"]
        else:
            told[digest_of(token)] = ["valid", *sorted(codes)]
    return told


def _stands_of_holds(tokens: Sequence[str]) -> Mapping[str, tuple[str, list[str]]]:
    """Feast and stands still had by right, by the token of the hold they came from."""
    rows = Claim.objects.filter(hold__token__in=tokens, kind=ClaimKind.TITLE)
    found: dict[str, tuple[str, list[str]]] = {}
    for each in rows.select_related("hold__offering", "space"):
        assert each.hold is not None
        _feast, codes = found.setdefault(
            str(each.hold.token), (each.hold.offering.code, [])
        )
        if each.in_force.upper is None:
            codes.append(each.space.code)
    return found


def _infractions(on: dt.date) -> list[dict[str, str | None]]:
    """Kinds of infraction with the fine in force on a day; None where it is a warning."""
    kinds = list(InfractionKind.objects.all().in_force(on).order_by("name"))
    concepts = {each.concept_id for each in kinds if each.concept_id is not None}
    prices = Price.objects.filter(concept__in=concepts).on(on)
    fines = {(each.concept_id, each.variant): f"{each.amount:.2f}" for each in prices}
    return [
        {
            "code": each.code,
            "name": each.name,
            "basis": each.legal_basis,
            "fine": fines.get((each.concept_id or 0, each.code)),
        }
        for each in kinds
    ]
