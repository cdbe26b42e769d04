"""What everybody may read of the spaces: how each stands at the moment of reading."""

from __future__ import annotations

import pytest
from django.db import connection

from apps.allocation.actions import block_spaces, withdraw_spaces
from apps.allocation.models import Offering
from apps.allocation.tests.making import (
    OFFICE,
    charged,
    hold,
    make_offering,
    pay,
    run_out,
)
from apps.treasury.tests.making import make_party

pytestmark = pytest.mark.django_db


def published() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, state FROM published_anyone.spaces")
        return dict(cursor.fetchall())


def test_each_space_says_how_it_stands_now() -> None:
    offering = make_offering(5)
    pay(charged(offering, "A-1"))
    taken = hold(offering, "A-2")
    block_spaces(offering, ["A-3"], by=OFFICE)
    withdraw_spaces(offering, ["A-4"], by=OFFICE)
    assert published() == {"A-1": "sold", "A-2": "held", "A-3": "blocked", "A-5": "free"}

    run_out(taken)
    assert published()["A-2"] == "free"


def test_what_is_not_announced_is_not_published() -> None:
    offering = make_offering()
    Offering.objects.filter(pk=offering.pk).update(is_announced=False)
    assert published() == {}


def test_nothing_about_the_holder_is_published() -> None:
    offering = make_offering()
    pay(charged(offering, "A-1", party=make_party("Juana Condori")))
    with connection.cursor() as cursor:
        for audience in ("anyone", "staff"):
            cursor.execute(
                f"SELECT row_to_json(s)::text FROM published_{audience}.spaces s"
            )
            assert "Condori" not in "".join(text for (text,) in cursor.fetchall())
