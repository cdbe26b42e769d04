"""Who supplies the invented town: EMAPAQ in the middle, some OTBs with wells around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

import numpy as np
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon

from apps.treasury.actions import create_concept
from apps.water.actions import (
    NewOperator,
    draw_coverage,
    record_operator,
    set_tariff,
    try_tariff,
)
from apps.water.actions.drawing import draw_network
from apps.water.actions.ruling import CutTerms, set_cut_rule
from apps.water.domain.tariffs import Block, Draft, Terms
from apps.water.models import Operator
from apps.water.terms import SERVICE, Category, OperatorKind, TariffKind
from data.town.money import office_of_receipts
from data.water.figures import CUBIC_METRE, FLAT
from data.water.networks import drawn_network
from data.water.padron import Users, houses_of
from geo import sql
from geo.access import Viewer
from geo.exchange.importing import import_features
from geo.exchange.options import ImportOptions
from geo.exchange.register import get_importable

SQL: Final = Path(__file__).parent / "sql"
DEMO: Final = "demo"
BASIS: Final = "Tarifario de demostración (inventado)"
CUTS: Final = CutTerms(
    overdue_bills=2,
    notices=1,
    notice_days=3,
    legal_basis="Reglamento de demostración (inventado)",
)
SHARE_WITH_TAP: Final = 0.93
"""Of the parcels in its ground; the others are what the search for hidden taps finds."""
OTBS: Final = 3
"""Operators of OTBs: two that have their bills made by EMAPAQ, one that has not."""
SMALL: Final = 40
"""Fewest parcels of an OTB with a well of its own."""
MOST_PIPES: Final = 900
"""Pieces of the largest network: the middle of the town."""


@dataclass(frozen=True, kw_only=True)
class Ground:
    """An OTB with parcels, from the middle of the town outwards."""

    id: int
    name: str
    parcels: int
    so_far: Decimal


@dataclass(frozen=True, kw_only=True)
class _Shape:
    shape: str


def found_service(
    accounts: int, *, since: dt.date, now: dt.datetime, seed: int, by: Viewer
) -> list[Operator]:
    """Record the operators with their ground, network, tariffs and users."""
    create_concept(
        SERVICE,
        "Servicio de agua potable",
        budget_item="12200",
        office_id=office_of_receipts("emapaq"),
        by=by,
    )
    grounds = sql.rows(Ground, SQL / "ground.sql")
    wanted = accounts / SHARE_WITH_TAP
    inner = [each for each in grounds if each.so_far - each.parcels < wanted]
    outer = [each for each in grounds[len(inner) :] if each.parcels >= SMALL][:OTBS]
    rng = np.random.default_rng([seed, accounts])
    emapaq = _operator("emapaq", "EMAPAQ", [each.id for each in inner], by=by)
    _supply(emapaq, [each.id for each in inner], accounts, since, now, rng, by)
    operators = [emapaq]
    for place, ground in enumerate(outer, start=1):
        code = f"otb-{place}"
        operator = _operator(code, f"Agua OTB {ground.name}"[:120], [ground.id], by=by)
        most = min(round(ground.parcels * SHARE_WITH_TAP), max(accounts // 40, 10))
        _supply(operator, [ground.id], most, since, now, rng, by)
        operators.append(operator)
    return operators


def try_dearer(operator: Operator, *, on: dt.date, by: Viewer) -> None:
    """Try a dearer tariff for homes on what was billed: the page of trials shows it."""
    draft = Draft(
        category=Category.DOMESTIC,
        is_metered=operator.kind != OperatorKind.MUNICIPAL,
        terms=Terms(kind=TariffKind.FLAT, fixed_charge=FLAT + 2),
        first_day=on,
        legal_basis=BASIS,
    )
    try_tariff(operator, draft, by=by)


def _ground(text: str) -> MultiPolygon:
    """A shape as the database wrote it."""
    shape = GEOSGeometry(text)
    assert isinstance(shape, MultiPolygon)
    return shape


def _operator(code: str, name: str, otbs: Sequence[int], *, by: Viewer) -> Operator:
    (covered,) = sql.rows(_Shape, SQL / "coverage.sql", otbs=list(otbs))
    is_municipal = code == "emapaq"
    asked = NewOperator(
        code=code,
        name=name,
        kind=OperatorKind.MUNICIPAL if is_municipal else OperatorKind.OTB,
        is_billed_here=code != f"otb-{OTBS}",
        source=DEMO,
    )
    operator = record_operator(asked, by=by)
    ground = _ground(covered.shape)
    draw_coverage(operator, ground, since=None, source=DEMO, by=by)
    return operator


def _supply(
    operator: Operator,
    otbs: Sequence[int],
    most: int,
    since: dt.date,
    now: dt.datetime,
    rng: np.random.Generator,
    by: Viewer,
) -> None:
    drawn = drawn_network(operator, most=MOST_PIPES)
    if drawn is not None:
        draw_network(operator, drawn, source=DEMO, by=by)
    is_municipal = operator.kind == OperatorKind.MUNICIPAL
    _set_tariffs(operator, since, by=by)
    if operator.is_billed_here:
        set_cut_rule(operator, CUTS, since=since, by=by)
    users = Users(
        operator=operator.code,
        houses=houses_of(otbs, most=most),
        prefix="" if is_municipal else f"{operator.code[-1]}-",
        is_metered=not is_municipal,
        since=since.isoformat(),
        rng=rng,
    )
    options = ImportOptions(now=now, constants={"source": DEMO}, settle=False, by=by.name)
    import_features(users, get_importable("water-accounts"), options)
    sql.execute(SQL / "routes.sql", operator=operator.pk)


def _set_tariffs(operator: Operator, since: dt.date, *, by: Viewer) -> None:
    """Flat ones where nobody has a meter, by the cubic metre where everybody has one."""
    multiples = {Category.COMMERCIAL: 2, Category.INDUSTRIAL: 4}
    for category in Category:
        times = multiples.get(category, 1)
        if operator.kind == OperatorKind.MUNICIPAL:
            terms = Terms(kind=TariffKind.FLAT, fixed_charge=FLAT * times)
        else:
            block = Block(low=Decimal(0), high=None, unit_amount=CUBIC_METRE * times)
            terms = Terms(kind=TariffKind.BLOCKS, minimum=Decimal("7.00"), blocks=(block,))
        draft = Draft(
            category=category,
            is_metered=terms.kind is TariffKind.BLOCKS,
            terms=terms,
            first_day=since,
            legal_basis=BASIS,
        )
        set_tariff(operator, draft, by=by)
