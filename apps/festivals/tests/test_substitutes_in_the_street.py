"""Whoever stands in for a holder is known to the inspector, on the right days."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.allocation.actions import appoint_substitute
from apps.allocation.models import Claim
from apps.allocation.terms import ClaimKind
from apps.festivals.domain.inspecting import about_of
from apps.festivals.queries.carrying import carried
from apps.festivals.tests.inspecting import make_feast, today
from apps.festivals.tests.making import OFFICE
from apps.treasury.tests.making import make_party

pytestmark = pytest.mark.django_db


def test_a_substitute_is_carried_until_their_last_day() -> None:
    feast, day = make_feast(), today()
    feast.sell("A-1")
    title = Claim.objects.get(kind=ClaimKind.TITLE, space__code="A-1")
    after = day + dt.timedelta(days=1)
    appoint_substitute(
        title,
        party_id=make_party("Quispe, Juan").pk,
        days=DateRange(day, after),
        why="Viaje",
        on=day,
        by=OFFICE,
    )
    key = about_of(feast.festival.code, "A-1")

    def named(on: dt.date) -> list[str]:
        names: list[str] = carried([key], on)[key].data["substitutes"]
        return names

    assert named(day) == [f"Quispe, Juan ({day:%d/%m})"]
    assert named(after) == []
