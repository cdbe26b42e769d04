"""The number of rows is known without counting them, and is never wrong."""

from __future__ import annotations

import threading

import pytest
from django.contrib.gis.geos import Point
from django.db import connection, transaction

from apps.territory.models import Place

pytestmark = pytest.mark.django_db(transaction=True)


def known() -> int:
    """What the counter says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rows FROM published_anyone._row_counts WHERE layer = 'place-names'"
        )
        return int(cursor.fetchone()[0])


def lines() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM counted.row_delta WHERE relation = 'territory_place'"
        )
        return int(cursor.fetchone()[0])


HERE = {"position": Point(-66.28, -17.39, srid=4326), "source": "t", "certainty": "drawn"}


def places(number: int) -> list[Place]:
    return [Place(name=f"Plaza {n}", **HERE) for n in range(number)]


def test_rows_that_come_and_go_are_counted() -> None:
    Place.objects.bulk_create(places(7))
    assert known() == 7
    Place.objects.filter(name__in=["Plaza 1", "Plaza 2"]).delete()
    Place.objects.update(source="u")
    assert known() == 5 == Place.objects.count()


def test_what_was_undone_was_never_counted() -> None:
    with transaction.atomic():
        Place.objects.bulk_create(places(3))
        assert known() == 3
        transaction.set_rollback(True)
    assert known() == 0


def test_an_emptied_table_counts_zero() -> None:
    Place.objects.bulk_create(places(3))
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE territory_place CASCADE")
    assert known() == 0


def test_folding_keeps_the_sum() -> None:
    for place in places(12):
        place.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT counted.fold('territory_place')")
    assert known() == 12
    assert lines() == 1


def write(number: int, ready: threading.Barrier) -> None:
    """Write and fold over and over, beside somebody who does the same."""
    ready.wait()
    try:
        for place in places(number):
            with transaction.atomic():
                place.save()
                with connection.cursor() as cursor:
                    cursor.execute("SELECT counted.fold('territory_place')")
    finally:
        connection.close()


def test_writers_at_the_same_time_lose_nothing() -> None:
    ready = threading.Barrier(4)
    writers = [threading.Thread(target=write, args=(20, ready)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert known() == 80 == Place.objects.count()
