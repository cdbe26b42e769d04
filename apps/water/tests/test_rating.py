"""What a consumption costs, for any tariff and any consumption."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.water.domain.tariffs import Block, Part, Terms
from apps.water.terms import TariffKind

M3 = Decimal
BS = Decimal

prices = st.decimals(min_value="0.01", max_value="99.99", places=2)
charges = st.decimals(min_value=0, max_value=500, places=2)
consumptions = st.decimals(min_value=0, max_value=2000, places=3)
marks = st.sets(st.integers(min_value=1, max_value=300), max_size=5)


def by_blocks(*blocks: Block, fixed: str = "0.00", minimum: str = "0.00") -> Terms:
    return Terms(
        kind=TariffKind.BLOCKS, fixed_charge=BS(fixed), minimum=BS(minimum), blocks=blocks
    )


def block(low: int, high: int | None, unit: str, entry: str = "0.00") -> Block:
    return Block(
        low=M3(low),
        high=None if high is None else M3(high),
        unit_amount=BS(unit),
        entry_charge=BS(entry),
    )


@st.composite
def terms_by_blocks(draw: st.DrawFn) -> Terms:
    ends: list[int | None] = [*sorted(draw(marks)), None]
    lows = [0, *sorted(each for each in ends if each is not None)]
    blocks = tuple(
        Block(
            low=M3(low),
            high=None if high is None else M3(high),
            unit_amount=draw(prices),
            entry_charge=draw(charges),
        )
        for low, high in zip(lows, ends, strict=True)
    )
    return Terms(
        kind=TariffKind.BLOCKS,
        fixed_charge=draw(charges),
        minimum=draw(charges),
        blocks=blocks,
    )


@given(terms_by_blocks(), consumptions)
def test_blocks_share_out_the_whole_consumption(terms: Terms, m3: Decimal) -> None:
    in_blocks = [part.quantity for part in terms.parts(m3) if part.what == "use"]
    lost = m3 - sum(in_blocks, M3(0))
    least = min(each.unit_amount for each in terms.blocks)
    assert 0 <= lost * least < len(terms.blocks) * BS("0.01")  # no line of less than one


@given(terms_by_blocks(), consumptions, consumptions)
def test_who_uses_more_never_pays_less(terms: Terms, one: Decimal, other: Decimal) -> None:
    less, more = sorted((one, other))
    assert terms.cost(less) <= terms.cost(more)


@given(terms_by_blocks(), consumptions)
def test_no_bill_is_below_the_minimum_nor_finer_than_a_centavo(
    terms: Terms, m3: Decimal
) -> None:
    bill = terms.cost(m3)
    assert bill >= terms.minimum
    assert bill == bill.quantize(BS("0.01"))
    assert all(part.amount > 0 for part in terms.parts(m3))


@given(terms_by_blocks(), consumptions, st.decimals(min_value=0, max_value=1, places=3))
def test_a_month_in_which_water_failed_never_costs_more(
    terms: Terms, m3: Decimal, served: Decimal
) -> None:
    assert terms.cost(m3, served=served) <= terms.cost(m3)


@pytest.mark.parametrize(
    ("m3", "amount"),
    [
        pytest.param("0", "20.00", id="nothing used, the fixed charge"),
        pytest.param("6", "50.00", id="to the end of the first block"),
        pytest.param("6.001", "50.01", id="one litre beyond"),
        pytest.param("30", "230.00", id="two blocks"),
        pytest.param("31", "245.00", id="into the last, without end"),
    ],
)
def test_blocks_are_marginal(m3: str, amount: str) -> None:
    steps = (block(0, 6, "5.00"), block(6, 30, "7.50"), block(30, None, "15.00"))
    assert by_blocks(*steps, fixed="20.00").cost(M3(m3)) == BS(amount)


def test_what_lacks_to_the_minimum_is_a_line_of_its_own() -> None:
    terms = by_blocks(block(0, None, "1.50"), fixed="2.00", minimum="10.00")
    assert {part.what: part.amount for part in terms.parts(M3(3))} == {
        "fixed": BS("2.00"),
        "use": BS("4.50"),
        "minimum": BS("3.50"),
    }
    assert terms.cost(M3(10)) == BS("17.00")


def test_reaching_a_block_costs_its_charge_once() -> None:
    """SEMAPA 2016: up to 3 m³ 10 Bs, from there to 6 m³ 20 Bs, then 5 Bs each."""
    steps = (block(0, 3, "0.00"), block(3, 6, "0.00", "10.00"), block(6, None, "5.00"))
    terms = by_blocks(*steps, fixed="10.00")
    asked = [terms.cost(M3(m3)) for m3 in ("3", "3.001", "6", "8")]
    assert asked == [BS("10.00"), BS("20.00"), BS("20.00"), BS("30.00")]


def test_days_without_water_take_their_share_off_the_fixed_charge() -> None:
    flat = Terms(kind=TariffKind.FLAT, fixed_charge=BS("10.00"))
    assert flat.cost(None, served=Decimal("0.9")) == BS("9.00")


def test_half_a_centavo_is_rounded_up() -> None:
    part = Part(what="use", block=0, quantity=BS("0.5"), unit_amount=BS("0.01"))
    assert part.amount == BS("0.01")
