"""A debtor and a price of ten bolivianos."""

from __future__ import annotations

import pytest

from apps.people.models import Party
from apps.treasury.models import Price
from apps.treasury.tests.making import make_party, make_price


@pytest.fixture
def debtor(db: None) -> Party:
    return make_party("Juana Condori")


@pytest.fixture
def price(db: None) -> Price:
    return make_price("10.00")
