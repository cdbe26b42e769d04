"""What a consumption costs, for any tariff and any consumption."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.water.domain.rating import Block, Item, RatedLine, Scheme, rate, total

M3 = Decimal
BS = Decimal

prices = st.decimals(min_value="0.01", max_value="99.99", places=2)
charges = st.decimals(min_value=0, max_value=500, places=2)
consumptions = st.decimals(min_value=0, max_value=2000, places=3)
marks = st.sets(st.integers(min_value=1, max_value=300), max_size=5)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    ends = [Decimal(mark) for mark in sorted(draw(marks))]
    begins = [Decimal(0), *ends]
    blocks = tuple(
        Block(above=above, upto=upto, per_m3=draw(prices), entry=draw(charges))
        for above, upto in zip(begins, [*ends, None], strict=True)
    )
    return Scheme(fixed=draw(charges), minimum=draw(charges), blocks=blocks)


@given(schemes(), consumptions)
def test_blocks_share_out_the_whole_consumption(scheme: Scheme, m3: Decimal) -> None:
    lines = rate(scheme, m3)
    in_blocks = [line.quantity for line in lines if line.item is Item.BLOCK]
    lost = m3 - sum(in_blocks, M3(0))
    least = min(block.per_m3 for block in scheme.blocks)
    assert 0 <= lost * least < len(scheme.blocks) * BS("0.01")  # no line of less than one


@given(schemes(), consumptions, consumptions)
def test_who_uses_more_never_pays_less(
    scheme: Scheme, one: Decimal, other: Decimal
) -> None:
    less, more = sorted((one, other))
    assert total(rate(scheme, less)) <= total(rate(scheme, more))


@given(schemes(), consumptions)
def test_no_bill_is_below_the_minimum_nor_finer_than_a_centavo(
    scheme: Scheme, m3: Decimal
) -> None:
    bill = total(rate(scheme, m3))
    assert bill >= scheme.minimum
    assert bill == bill.quantize(BS("0.01"))


@given(schemes(), consumptions, st.decimals(min_value=0, max_value=1, places=3))
def test_a_month_in_which_water_failed_never_costs_more(
    scheme: Scheme, m3: Decimal, served: Decimal
) -> None:
    assert total(rate(scheme, m3, served=served)) <= total(rate(scheme, m3))


@given(schemes(), consumptions)
def test_no_line_comes_to_nothing(scheme: Scheme, m3: Decimal) -> None:
    assert all(line.amount > 0 for line in rate(scheme, m3))


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
    scheme = Scheme(
        fixed=BS("20.00"),
        blocks=(
            Block(above=M3(0), upto=M3(6), per_m3=BS("5.00")),
            Block(above=M3(6), upto=M3(30), per_m3=BS("7.50")),
            Block(above=M3(30), upto=None, per_m3=BS("15.00")),
        ),
    )
    assert total(rate(scheme, M3(m3))) == BS(amount)


def test_what_lacks_to_the_minimum_is_a_line_of_its_own() -> None:
    block = Block(above=M3(0), upto=None, per_m3=BS("1.50"))
    scheme = Scheme(fixed=BS("2.00"), minimum=BS("10.00"), blocks=(block,))
    lines = rate(scheme, M3(3))
    assert {line.item: line.amount for line in lines} == {
        Item.FIXED: BS("2.00"),
        Item.BLOCK: BS("4.50"),
        Item.MINIMUM: BS("3.50"),
    }
    assert total(rate(scheme, M3(10))) == BS("17.00")


def test_reaching_a_block_costs_its_charge_once() -> None:
    """SEMAPA 2016: up to 3 m³ 10 Bs, from there to 6 m³ 20 Bs, then 5 Bs each."""
    scheme = Scheme(
        fixed=BS("10.00"),
        blocks=(
            Block(above=M3(0), upto=M3(3), per_m3=BS("0.00")),
            Block(above=M3(3), upto=M3(6), per_m3=BS("0.00"), entry=BS("10.00")),
            Block(above=M3(6), upto=None, per_m3=BS("5.00")),
        ),
    )
    asked = [total(rate(scheme, M3(m3))) for m3 in ("3", "3.001", "6", "8")]
    assert asked == [BS("10.00"), BS("20.00"), BS("20.00"), BS("30.00")]


def test_half_a_centavo_is_rounded_up() -> None:
    line = RatedLine(item=Item.BLOCK, ordinal=1, quantity=M3("0.5"), per_unit=BS("0.01"))
    assert line.amount == BS("0.01")
