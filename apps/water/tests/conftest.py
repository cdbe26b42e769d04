"""A town of one district and one OTB around the square."""

from __future__ import annotations

import pytest

from apps.territory.models import District
from apps.territory.tests.making import make_district, make_municipality, make_otb
from apps.water.tests.making import square


@pytest.fixture
def town(db: None) -> District:
    make_municipality(square(-66.29, -17.41, 0.02))
    district = make_district(1, square(-66.29, -17.41, 0.02))
    make_otb("Villa Agua", square(-66.29, -17.41, 0.02), district=district)
    return district
