"""A tariff is tried on what was billed: winners and losers, and nothing is charged."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apps.treasury.models import Obligation
from apps.treasury.tests.making import charge, make_concept, make_price
from apps.water.actions import try_tariff
from apps.water.actions.trying import months_before
from apps.water.domain.refusals import BadTariff, NothingBilled
from apps.water.domain.tariffs import Block, Draft, Terms
from apps.water.models import Account, Bill, Operator, Tariff, Trial
from apps.water.queries.trials import bands_of, hardest_hit, otbs_of, summary_of
from apps.water.terms import ACCOUNT, SERVICE, BillBasis, Category, TariffKind
from apps.water.tests.making import (
    BS,
    LAW,
    OFFICE,
    YEAR,
    make_account,
    make_connection,
    make_operator,
    make_party,
    make_period,
    make_tariff,
)
from geo.access import ANYONE, NotAllowed

D = Decimal
LONG_AGO = dt.date(2024, 1, 1)


def draft(*blocks: Block, **given: Any) -> Draft:
    terms = Terms(
        kind=TariffKind.BLOCKS if blocks else TariffKind.FLAT,
        fixed_charge=given.pop("fixed", D("5.00")),
        minimum=given.pop("minimum", D("0.00")),
        blocks=blocks,
    )
    values: dict[str, Any] = {
        "category": Category.DOMESTIC,
        "is_metered": bool(blocks),
        "first_day": YEAR,
        "legal_basis": LAW,
    }
    return Draft(terms=terms, **{**values, **given})


def two_blocks(**given: Any) -> Draft:
    low = Block(low=D(0), high=D(10), unit_amount=D("0.50"))
    high = Block(low=D(10), high=None, unit_amount=D("3.00"))
    return draft(low, high, **given)


class Billed:
    """An operator with a tariff of 10 Bs, and accounts that were billed by it."""

    def __init__(self) -> None:
        self.operator: Operator = make_operator()
        self.tariff: Tariff = make_tariff((0, None, "0.00"))
        self.price = make_price(concept=make_concept(SERVICE), days=(LONG_AGO, None))
        self.party = make_party()

    def account(self, *used: int, **given: Any) -> Account:
        account = make_account(make_connection(self.operator), is_metered=True, **given)
        for back, cubic_metres in enumerate(used):
            self.bill(account, months_before(dt.date(2026, 5, 1), back), D(cubic_metres))
        return account

    def bill(self, account: Account, month: dt.date, used: Decimal | None) -> Bill:
        found = self.operator.periods.filter(month=month).first()
        owed = charge(
            self.price,
            self.party,
            about_kind=ACCOUNT,
            about_id=str(account.pk),
        )
        return Bill.objects.create(
            account=account,
            period=found or make_period(month, operator=self.operator),
            tariff=self.tariff,
            basis=BillBasis.FLAT if used is None else BillBasis.READ,
            cubic_metres=used,
            amount=BS("10.00"),
            issued_on=month,
            obligation=owed,
        )


@pytest.fixture
def billed(db: None) -> Billed:
    return Billed()


def test_winners_and_losers_of_twelve_months_are_told(billed: Billed) -> None:
    saver = billed.account(*[2] * 14)
    waster = billed.account(*[30] * 12)
    same = billed.account(10)
    billed.account(20, category=Category.COMMERCIAL)
    before = Obligation.objects.count()

    trial = try_tariff(billed.operator, two_blocks(), by=OFFICE)
    found = {result.account_id: result for result in trial.results.all()}
    assert set(found) == {saver.pk, waster.pk, same.pk}
    assert (found[saver.pk].bills, found[saver.pk].before) == (12, D("120.00"))
    assert found[saver.pk].after == D("72.00")
    assert found[waster.pk].after == D("840.00")
    assert found[same.pk].after == D("10.00")

    summary = summary_of(trial)
    assert (summary.less, summary.more, summary.same) == (1, 1, 1)
    assert summary.change == D("672.00")
    assert sum(band.accounts for band in bands_of(trial)) == 3
    (outside,) = otbs_of(trial)
    assert (outside.otb, outside.change) == (None, summary.change)
    assert [each.account for each in hardest_hit(trial)] == [waster]
    assert Obligation.objects.count() == before, "nothing is charged"


def test_a_flat_tariff_is_tried_on_accounts_without_a_meter(billed: Billed) -> None:
    account = make_account(make_connection(billed.operator))
    billed.bill(account, dt.date(2026, 5, 1), None)
    trial = try_tariff(billed.operator, draft(fixed=D("12.00")), by=OFFICE)
    assert trial.results.get().after == D("12.00")


def test_without_bills_there_is_nothing_to_try_it_on(billed: Billed) -> None:
    with pytest.raises(NothingBilled):
        try_tariff(billed.operator, two_blocks(), by=OFFICE)
    billed.account(5)
    with pytest.raises(NothingBilled):
        try_tariff(billed.operator, two_blocks(category=Category.PUBLIC), by=OFFICE)
    assert not Trial.objects.exists()


def test_what_is_no_tariff_is_not_tried(billed: Billed) -> None:
    with pytest.raises(BadTariff):
        try_tariff(
            billed.operator, draft(Block(low=D(1), high=None, unit_amount=D(1))), by=OFFICE
        )
    with pytest.raises(NotAllowed):
        try_tariff(billed.operator, two_blocks(), by=ANYONE)


AMOUNTS = st.decimals(0, 20, places=2)
USED = st.decimals(0, 100, places=3)


@pytest.mark.django_db
class TestTheDatabaseCountsAsWeDo(TestCase):
    @settings(max_examples=25)
    @given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, USED, st.decimals(1, 50, places=1))
    def test_to_the_centavo(self, fixed, minimum, unit, entry, used, edge) -> None:
        billed = Billed()
        account = make_account(make_connection(billed.operator), is_metered=True)
        billed.bill(account, dt.date(2026, 5, 1), used)
        asked = draft(
            Block(low=D(0), high=edge, unit_amount=unit),
            Block(low=edge, high=None, unit_amount=D("1.37"), entry_charge=entry),
            fixed=fixed,
            minimum=minimum,
        )
        trial = try_tariff(billed.operator, asked, by=OFFICE)
        assert trial.results.get().after == asked.terms.cost(used)


def test_twelve_months_before_may_is_june_of_the_year_before() -> None:
    assert months_before(dt.date(2026, 5, 1), 11) == dt.date(2025, 6, 1)
    assert months_before(dt.date(2026, 1, 1), 1) == dt.date(2025, 12, 1)
