"""Layers of the canary: each keeps its secrets in another way, the leaky one in none."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet

from geo.access import Audience
from geo.layers import DistrictBound, Field, Kind, Layer
from geo.precision import EXACT, Masked, Precision, Snapped, Withheld
from tests.canary.models import Account, Debt, Household
from tests.canary.permissions import SEE_DEBTS, SEE_SUMS

GRID = 200
RING = (100, 250)
LEAKY = "leaky"
OFFICE = "office"

PRECISIONS: dict[str, Precision] = {
    "snapped": Snapped(metres=GRID),
    "masked": Masked(
        column="moved", among=Household, places="spot", nearest=RING[0], farthest=RING[1]
    ),
    "withheld": Withheld(),
    OFFICE: EXACT,
    LEAKY: EXACT,
}
"""Positions of each lot of accounts, for anyone."""


def _rows(audience: Audience, *, lot: str) -> QuerySet[Any]:
    accounts = Account.objects.filter(lot=lot)
    sees_all = audience is Audience.STAFF or lot == LEAKY
    return accounts if sees_all else accounts.filter(is_public=True)


def _layer(lot: str, precision: Precision) -> Layer:
    hidden = Audience.ANYONE if lot == LEAKY else Audience.STAFF
    return Layer(
        name=f"canary-{lot}",
        title=f"{lot.capitalize()} accounts",
        description="A layer of the tests.",
        model=Account,
        geometry="position",
        geometry_type="Point",
        precision=precision,
        rows=partial(_rows, lot=lot),
        fields=(
            Field(name="use", title="Use"),
            Field(
                name=f"debtor_{lot}",
                title=f"Zyx{lot}title",
                source="debtor",
                audience=hidden,
            ),
            Field(
                name=f"owed_{lot}",
                title=f"Zyx{lot}title of money",
                kind=Kind.INTEGER,
                source="owed",
                audience=hidden,
            ),
        ),
        source="test",
        audience=Audience.STAFF if lot == OFFICE else Audience.ANYONE,
        zooms=(0, 18),
        basemap_from=0,
    )


DEBTS = Layer(
    name="canary-debts",
    title="Debts by district",
    description="A layer of the tests.",
    model=Debt,
    geometry="spot",
    geometry_type="Point",
    rows=lambda audience: Debt.objects.all(),
    fields=(
        Field(name="debtor", title="Debtor"),
        Field(name="district", title="District", kind=Kind.INTEGER),
        Field(
            name="owed",
            title="Owed",
            kind=Kind.INTEGER,
            audience=Audience.STAFF,
            bound=DistrictBound(permission=SEE_SUMS, district="district"),
        ),
    ),
    source="test",
    audience=Audience.STAFF,
    bound=DistrictBound(permission=SEE_DEBTS, district="district"),
    zooms=(0, 18),
    basemap_from=0,
)
"""Each officer sees the rows of their district, and the sums where that was granted too."""

LAYERS = {lot: _layer(lot, precision) for lot, precision in PRECISIONS.items()}
