"""Taking an import back: the data are as before, or nothing is done and it is said why."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from geo.access import NotAllowed
from geo.exchange.register import get_importable
from geo.exchange.tests.conftest import PROVENANCE, TOWN, collection, feature, rows_of
from geo.importing.settling import settle_imports
from geo.importing.tests.conftest import CLERK, NOW, OTHER, PLACES, hand_in, imported
from geo.importing.undoing import AlreadyUndone, NotUndoable, TableChanged, undo
from geo.models import ImportedRow, ImportRun
from geo.testing import Grid

MANY = Grid("""
    a . . . . b
    . p q . . .
    . s r . . .
    d . . . . c
""")


def checksums() -> dict[str, str]:
    """A checksum of each table of the territory; keys of derived rows may differ."""
    sums = {}
    with connection.cursor() as cursor:
        for model in apps.get_app_config("territory").get_models():
            names = [
                f'"{field.column}"'
                for field in model._meta.concrete_fields
                if not field.primary_key or model.__name__ not in DERIVED
            ]
            cursor.execute(
                f"SELECT count(*) || ':' || COALESCE(md5(string_agg(t::text, ';' "
                f"ORDER BY t::text)), '') FROM (SELECT {', '.join(names)} "
                f"FROM {model._meta.db_table}) t"
            )
            sums[model.__name__] = str(cursor.fetchone()[0])
    return sums


DERIVED = {"StreetSegment", "Corner", "GazetteerEntry", "Finding"}


def streets(*lines: str) -> str:
    """Streets between points of the town."""
    rows = [
        feature(json.loads(MANY.lines(ends).json), nombre=f"Calle {ends}") for ends in lines
    ]
    return collection(*rows)


def settled() -> None:
    settle_imports(NOW)


@pytest.mark.parametrize(
    ("layer", "content"),
    [
        pytest.param("place-names", PLACES, id="points"),
        pytest.param(
            "streets", streets("ac", "bd"), id="streets with segments and corners"
        ),
        pytest.param(
            "districts",
            collection(feature(TOWN.polygon("abcd"), numero=1, nombre="Uno")),
            id="a district that rows belong to",
        ),
    ],
)
def test_after_undoing_the_data_are_as_before(town: Any, layer: str, content: str) -> None:
    name = "nuevo.csv" if layer == "place-names" else "nuevo.geojson"
    imported(hand_in(streets("ab"), "antes.geojson", "streets"))
    otb = get_importable("otbs").model._default_manager
    otb.create(name="Norte", outline=town.outline, **PROVENANCE)
    settled()
    before = checksums()

    run = imported(hand_in(content, name, layer))
    settled()
    assert checksums() != before
    done = undo(run.token, by=CLERK, now=NOW)
    settled()

    assert checksums() == before
    assert (done.removed, done.undone_by, done.undone_at) == (run.loaded, "ana", NOW)
    assert not ImportedRow.objects.filter(run=run).exists()


def test_a_row_edited_afterwards_stands_against_it(town: Any) -> None:
    run = imported(hand_in(PLACES))
    row = rows_of("place-names")[1]
    row.name = "Cancha Nueva"
    row.save()
    before = checksums()

    with pytest.raises(NotUndoable) as refused:
        undo(run.token, by=CLERK, now=NOW)

    edited = refused.value.obstacles[0]
    assert (edited.count, edited.rows) == (1, (f"Cancha Nueva (n.º {row.pk})",))
    assert checksums() == before
    assert ImportRun.objects.get(pk=run.pk).undone_at is None


def test_rows_that_depend_on_it_stand_against_it(town: Any) -> None:
    run = imported(hand_in(streets("ac"), "a.geojson", "streets"))
    address = get_importable("addresses").model._default_manager
    address.create(
        street=rows_of("streets")[0], number="12", position=MANY.point("q"), **PROVENANCE
    )
    before = checksums()
    with pytest.raises(NotUndoable) as refused:
        undo(run.token, by=CLERK, now=NOW)
    assert [each.count for each in refused.value.obstacles] == [1]
    assert checksums() == before


def test_settling_is_no_edit(town: Any) -> None:
    outline = TOWN.polygon("abcd")
    imported(
        hand_in(
            collection(feature(outline, numero=1, nombre="Uno")), "d.geojson", "districts"
        )
    )
    run = imported(hand_in(collection(feature(outline, nombre="Sur")), "o.geojson", "otbs"))
    get_importable("otbs").model._default_manager.update(district=None)
    settled()
    assert rows_of("otbs")[0].district is not None
    assert undo(run.token, by=CLERK, now=NOW).removed == 1


def test_rows_deleted_meanwhile_are_gone_as_wished(town: Any) -> None:
    run = imported(hand_in(PLACES))
    rows_of("place-names")[0].delete()
    assert undo(run.token, by=CLERK, now=NOW).removed == 1
    assert rows_of("place-names") == []


def test_it_is_undone_once_and_only_by_those_who_may(town: Any) -> None:
    run = imported(hand_in(PLACES))
    with pytest.raises(NotAllowed):
        undo(run.token, by=OTHER, now=NOW)
    undo(run.token, by=CLERK, now=NOW)
    with pytest.raises(AlreadyUndone):
        undo(run.token, by=CLERK, now=NOW)


def test_a_table_that_lost_a_column_leaves_the_import_alone(town: Any) -> None:
    run = imported(hand_in(PLACES))
    ImportRun.objects.filter(pk=run.pk).update(columns=[*run.columns, "dropped"])
    with pytest.raises(TableChanged):
        undo(run.token, by=CLERK, now=NOW)
    assert len(rows_of("place-names")) == 2


@pytest.mark.django_db(transaction=True)
def test_an_edit_at_the_same_moment_is_never_lost(town: Any) -> None:
    """Either the edit came first and undoing is refused, or there is no row to edit."""
    run = imported(hand_in(PLACES))
    model, key = get_importable("place-names").model, rows_of("place-names")[0].pk
    together = Barrier(2)

    def edit() -> int:
        try:
            together.wait(timeout=30)
            return int(model._default_manager.filter(pk=key).update(name="Editada"))
        finally:
            connection.close()

    def take_back() -> bool:
        try:
            together.wait(timeout=30)
            undo(run.token, by=CLERK, now=NOW)
        except NotUndoable:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(max_workers=2) as pool:
        edited, undone = pool.submit(edit), pool.submit(take_back)
    assert (edited.result() == 1) is not undone.result()
    assert [row.name for row in rows_of("place-names")] == (
        [] if undone.result() else ["Editada", "Cancha"]
    )
