"""Debts in three districts, and officers of whom each may see something else of them."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.contrib.auth import get_user_model
from django.contrib.gis.geos import Point
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.people.actions import appoint, grant_permission, open_post, register_person
from apps.people.actions.organising import OfficeDraft, open_office
from apps.people.domain.drafts import PersonDraft
from apps.people.models import Account as SignIn
from apps.people.models import Person
from apps.people.terms import HoldingKind, OfficeKind
from apps.territory.models import District
from geo.access import Viewer
from tests.canary.models import Debt
from tests.canary.permissions import SEE_DEBTS, SEE_SUMS
from tests.staff import hire

DEBTS: Final = {
    1: ("Zyxward4debtor", 772_000_000_004, 4, (-66.2712, -17.3817)),
    2: ("Zyxward5debtor", 772_000_000_005, 5, (-66.2512, -17.3912)),
    3: ("Zyxwardnodebtor", 772_000_000_009, None, (-66.2913, -17.4013)),
}
"""Debtor, sum, district and place of each debt, by its id."""

SEEN: Final[dict[str, tuple[set[int], set[int]]]] = {
    "zyxidle": (set(), set()),
    "zyxfive": ({2}, {2}),
    "zyxfour": ({1}, set()),
    "zyxall": ({1, 2, 3}, {2}),
    "zyxgone": (set(), set()),
}
"""Ids of the debts that each officer sees, and of those whose sum they see."""

_GRANTS: Final[dict[str, list[tuple[str, int | None]]]] = {
    "zyxidle": [],
    "zyxfive": [(SEE_DEBTS.name, 5), (SEE_SUMS.name, 5)],
    "zyxfour": [(SEE_DEBTS.name, 4), (SEE_SUMS.name, 5)],
    "zyxall": [(SEE_DEBTS.name, None), (SEE_SUMS.name, 5)],
    "zyxgone": [(SEE_DEBTS.name, None), (SEE_SUMS.name, None)],
}
_ADMIN: Final = Viewer(name="plant", holds_all=True)
_DAYS: Final = DateRange(dt.date(2020, 1, 1), None)
_LONG_AGO: Final = DateRange(dt.date(2020, 1, 1), dt.date(2021, 1, 1))


def plant_debts() -> None:
    """Write the debts and employ the officers, by the acts of the platform itself."""
    for debtor, owed, district, place in DEBTS.values():
        Debt.objects.create(
            debtor=debtor, owed=owed, district=district, spot=Point(*place, srid=4326)
        )
    office = open_office(
        OfficeDraft(code="canary", name="Canary", kind=OfficeKind.UNIT), by=_ADMIN
    )
    districts = dict(District.objects.values_list("number", "pk"))
    for name, given in _GRANTS.items():
        post = open_post(office, name, name, by=_ADMIN)
        draft = PersonDraft(given_names=name, first_surname="Canary")
        person = Person.objects.get(party=register_person(draft, by=_ADMIN))
        # Who is gone was replaced: the post has its grants still, but not its holder.
        days = _LONG_AGO if name == "zyxgone" else _DAYS
        appoint(person, post, days, act="RA 1", kind=HoldingKind.TITULAR, by=_ADMIN)
        for permission, number in given:
            grant_permission(
                post,
                permission,
                _DAYS,
                district_id=None if number is None else districts[number],
                basis="test",
                by=_ADMIN,
            )
        hire(name)
        user = get_user_model().objects.get_by_natural_key(name)
        SignIn.objects.create(user=user, person=person)
