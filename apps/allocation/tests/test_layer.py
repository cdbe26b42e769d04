"""What everybody may read of the spaces: how each stands at the moment of reading."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from apps.allocation.actions import block_spaces, set_sale, withdraw_spaces
from apps.allocation.domain.refusals import NotOnSale
from apps.allocation.models import Offering
from apps.allocation.queries import counts_by_standing, is_on_sale
from apps.allocation.tests.making import (
    OFFICE,
    charged,
    hold,
    make_offering,
    pay,
    run_out,
)
from apps.treasury.tests.making import make_party
from geo.access import ANYONE, NotAllowed

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


def test_what_was_sold_for_days_that_are_over_is_not_shown_as_free() -> None:
    last_year = DateTimeTZRange(
        dt.datetime(2025, 8, 14, tzinfo=dt.UTC), dt.datetime(2025, 8, 17, tzinfo=dt.UTC)
    )
    offering = make_offering(during=last_year)
    pay(charged(offering, "A-1"))
    assert counts_by_standing(offering, OFFICE)["sold"] == 1
    assert published()["A-1"] == "sold"


def test_a_sale_that_is_set_anew_ends_what_can_be_held() -> None:
    offering = make_offering()
    first = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    set_sale(offering, first, dt.datetime(2025, 8, 1, tzinfo=dt.UTC), by=OFFICE)
    assert not is_on_sale(offering)
    with pytest.raises(NotOnSale):
        hold(offering, "A-1")
    with pytest.raises(NotAllowed):
        set_sale(offering, first, None, by=ANYONE)


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
