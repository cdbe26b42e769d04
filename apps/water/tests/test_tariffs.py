"""What a month of water costs, and what is no tariff."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.treasury.models import Price
from apps.treasury.tests.making import make_concept
from apps.water.actions import end_tariff, set_tariff
from apps.water.domain.refusals import BadTariff, ConceptMissing, TariffOverlaps
from apps.water.domain.tariffs import Block, Draft, Terms
from apps.water.models import Tariff
from apps.water.terms import SERVICE, Category, TariffKind
from apps.water.tests.making import LAW, OFFICE, YEAR, make_operator, settle

D = Decimal
JULY = dt.date(2026, 7, 1)


def block(low: str, high: str | None, unit: str, entry: str = "0.00") -> Block:
    return Block(
        low=D(low),
        high=None if high is None else D(high),
        unit_amount=D(unit),
        entry_charge=D(entry),
    )


SEMAPA = Terms(
    kind=TariffKind.BLOCKS,
    fixed_charge=D("10.00"),
    blocks=(
        block("0", "3", "0.00"),
        block("3", "6", "0.00", entry="10.00"),
        block("6", "30", "5.00"),
        block("30", None, "10.00"),
    ),
)
"""As announced in 2016: up to 3 m³ 10 Bs, up to 6 m³ 20 Bs, then 5 and 10 Bs a m³."""


def draft(*blocks: Block, **given: Any) -> Draft:
    terms = Terms(
        kind=TariffKind.BLOCKS if blocks else TariffKind.FLAT,
        fixed_charge=given.pop("fixed", D("10.00")),
        minimum=given.pop("minimum", D("0.00")),
        blocks=blocks,
    )
    values = {
        "category": Category.DOMESTIC,
        "is_metered": bool(blocks),
        "first_day": YEAR,
        "legal_basis": LAW,
    }
    return Draft(terms=terms, **{**values, **given})


@pytest.mark.parametrize(
    ("used", "cost"),
    [
        (None, "10.00"),
        ("0", "10.00"),
        ("3", "10.00"),
        ("3.001", "20.00"),
        ("6", "20.00"),
        ("7", "25.00"),
        ("30", "140.00"),
        ("31.5", "155.00"),
    ],
)
def test_each_block_is_charged_for_what_lies_inside(used: str | None, cost: str) -> None:
    assert SEMAPA.cost(None if used is None else D(used)) == D(cost)


def test_what_comes_to_less_than_the_minimum_is_raised_to_it() -> None:
    terms = Terms(
        kind=TariffKind.BLOCKS, minimum=D("15.00"), blocks=(block("0", None, "1.50"),)
    )
    assert [terms.cost(D(used)) for used in (0, 9, 10, 11)] == [15, 15, 15, D("16.50")]
    assert [part.what for part in terms.parts(D(2))] == ["use", "minimum"]


def test_a_flat_tariff_costs_the_same_whatever_is_used() -> None:
    flat = Terms(kind=TariffKind.FLAT, fixed_charge=D("10.00"))
    assert flat.cost(None) == flat.cost(D(500)) == D("10.00")


METRES = st.decimals(0, 200, places=3)
PRICES = st.decimals(0, 30, places=2)


@given(st.lists(st.tuples(METRES, PRICES), min_size=1, max_size=5), METRES, METRES)
def test_who_uses_more_never_pays_less(steps, one, other) -> None:
    edges = sorted({edge for edge, _price in steps} | {D(0)})
    prices = [price for _edge, price in steps] + [D(1)]
    blocks = tuple(
        Block(low=low, high=high, unit_amount=prices[place])
        for place, (low, high) in enumerate(zip(edges, [*edges[1:], None], strict=True))
    )
    terms = Terms(kind=TariffKind.BLOCKS, blocks=blocks)
    less, more = sorted((one, other))
    assert terms.cost(less) <= terms.cost(more)
    draft(*blocks).check()


@pytest.mark.parametrize(
    ("blocks", "fault"),
    [
        pytest.param([("0", "10", "1"), ("11", None, "2")], "10 a 11 m³", id="gap"),
        pytest.param(
            [("0", "10", "1"), ("9", None, "2")], "bloque 2 se superpone", id="overlap"
        ),
        pytest.param([("1", None, "1")], "0 a 1 m³", id="not from nothing"),
        pytest.param([("0", "10", "1")], "más de 10 m³", id="with an end"),
        pytest.param(
            [("0", None, "1"), ("9", None, "2")], "bloque 2 se superpone", id="two ends"
        ),
        pytest.param(
            [("0", "0", "1"), ("0", None, "2")], "termina antes", id="without room"
        ),
        pytest.param([("0", None, "-1")], "precio imposible", id="negative"),
        pytest.param([("0", None, "0.001")], "precio imposible", id="finer than centavos"),
    ],
)
def test_what_is_no_tariff_is_said_block_by_block(blocks: list[Any], fault: str) -> None:
    with pytest.raises(BadTariff, match=fault):
        draft(*(block(*each) for each in blocks)).check()


def test_a_tariff_without_norm_or_of_nothing_is_none() -> None:
    with pytest.raises(BadTariff, match="norma"):
        draft(legal_basis=" ").check()
    with pytest.raises(BadTariff, match="no cobra nada"):
        draft(fixed=D(0)).check()
    with pytest.raises(BadTariff, match="termina antes"):
        draft(last_day=dt.date(2025, 12, 31)).check()


@pytest.mark.django_db
def test_a_tariff_is_charged_by_prices_of_the_treasury() -> None:
    make_concept(SERVICE)
    operator = make_operator(is_billed_here=True)
    blocks = (block("0", "10", "0.00"), block("10", None, "2.50", entry="5.00"))
    tariff = set_tariff(operator, draft(*blocks, minimum=D("12.00")), by=OFFICE)
    settle()
    said = {(price.unit, price.amount) for price in Price.objects.all()}
    assert said == {
        ("mes", D("10.00")),
        ("Bs", D("1.00")),
        ("m³", D("2.50")),
        ("mes", D("5.00")),
    }
    assert tariff.blocks.filter(unit_price=None).count() == 1, "a free block has no price"

    end_tariff(tariff, before=JULY, by=OFFICE)
    assert {price.days.upper for price in Price.objects.all()} == {JULY}


@pytest.mark.django_db
def test_other_operators_dues_have_no_price_in_the_treasury() -> None:
    set_tariff(make_operator("otb-norte"), draft(), by=OFFICE)
    assert not Price.objects.exists()


@pytest.mark.django_db
def test_without_its_concept_nothing_is_saved() -> None:
    with pytest.raises(ConceptMissing):
        set_tariff(make_operator(is_billed_here=True), draft(), by=OFFICE)
    assert not Tariff.objects.exists()


@pytest.mark.django_db
def test_a_tariff_follows_another_only_when_it_is_said_to_replace_it() -> None:
    operator = make_operator()
    first = set_tariff(operator, draft(), by=OFFICE)
    following = draft(fixed=D("12.00"), first_day=JULY)
    with pytest.raises(TariffOverlaps):
        set_tariff(operator, following, by=OFFICE)
    set_tariff(operator, following, replacing=True, by=OFFICE)
    first.refresh_from_db()
    assert first.days.upper == JULY
    with pytest.raises(TariffOverlaps):
        set_tariff(operator, following, replacing=True, by=OFFICE)
