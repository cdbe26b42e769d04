"""The published views: what they hold, who reads them, and how they stay up to date."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection

from apps.territory.models import Parcel, Place
from apps.works.models import Call
from geo.access import Audience
from geo.layers import Field, Layer, published
from geo.published.compile import compile_view
from geo.published.install import install
from geo.published.roles import connection_parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def anyone(db: None) -> Iterator[psycopg.Connection]:
    """The database as a passer-by may read it."""
    with psycopg.connect(**connection_parts(Audience.ANYONE), autocommit=True) as reader:
        yield reader


def every_view() -> list[tuple[Layer, Audience]]:
    return [(layer, audience) for audience in Audience for layer in published(audience)]


def named(pair: Layer | Audience) -> str:
    return pair.name if isinstance(pair, Layer) else str(pair)


@pytest.mark.parametrize(("layer", "audience"), every_view(), ids=named)
def test_a_view_has_the_declared_columns(layer: Layer, audience: Audience) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 ORDER BY attnum",
            [f"published_{audience}.{layer.view}"],
        )
        columns = dict(cursor.fetchall())
    fields = [field.name for field in layer.fields_for(audience)]
    assert list(columns) == ["id", *fields, "geometry"]
    assert columns["geometry"] == f"geometry({layer.geometry_type},4326)"


@pytest.mark.parametrize("layer", published(Audience.ANYONE), ids=named)
def test_a_box_finds_its_features_by_the_spatial_index(
    layer: Layer, anyone: psycopg.Connection
) -> None:
    anyone.execute("SET enable_seqscan = off")  # a small table is read whole otherwise
    plan = anyone.execute(
        f"EXPLAIN SELECT id FROM {layer.view}"
        " WHERE geometry && ST_MakeEnvelope(-66.3, -17.4, -66.2, -17.3, 4326)"
    ).fetchall()
    text = "\n".join(line for (line,) in plan)
    assert "Index Cond" in text
    assert "&&" in text


@pytest.mark.parametrize(
    "table",
    [
        Parcel._meta.db_table,
        Call._meta.db_table,
        get_user_model()._meta.db_table,
        "counted.row_delta",
        "published_staff.works",
    ],
)
def test_a_passer_by_reads_views_and_nothing_else(
    table: str, anyone: psycopg.Connection
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        anyone.execute(f"SELECT 1 FROM {table}")


@pytest.mark.parametrize(
    "statement",
    [
        f"DELETE FROM {Parcel._meta.db_table}",
        "INSERT INTO works (id) VALUES (1)",
        "CREATE TABLE public.mine (id int)",
        "DROP VIEW works",
        "SELECT counted.fold('x')",
    ],
)
def test_a_passer_by_cannot_write(statement: str, anyone: psycopg.Connection) -> None:
    with pytest.raises(
        (psycopg.errors.ReadOnlySqlTransaction, psycopg.errors.InsufficientPrivilege)
    ):
        anyone.execute(statement)


def test_a_passer_by_cannot_keep_the_database_busy(anyone: psycopg.Connection) -> None:
    limits = {
        name: value
        for name, value, *_rest in anyone.execute("SELECT name, setting FROM pg_settings")
    }
    assert limits["statement_timeout"] == "5000"
    assert limits["default_transaction_read_only"] == "on"
    assert limits["idle_in_transaction_session_timeout"] == "60000"


def hidden_layer() -> Layer:
    return Layer(
        name="hidden-places",
        title="Hidden",
        description="A layer that is in no register.",
        model=Place,
        geometry="position",
        geometry_type="Point",
        rows=lambda audience: Place.objects.filter(kind="school"),
        fields=(
            Field(name="name", title="Name"),
            Field(name="keeper", title="Keeper", source="source", audience=Audience.STAFF),
        ),
        source="test",
    )


def test_a_field_of_the_staff_is_not_in_anybodys_view() -> None:
    layer = hidden_layer()
    assert compile_view(layer, Audience.STAFF).columns == (
        *("id", "name", "keeper", "geometry"),
    )
    for_anyone = compile_view(layer, Audience.ANYONE)
    assert for_anyone.columns == ("id", "name", "geometry")
    assert "source" not in for_anyone.select


def test_a_layer_with_a_condition_keeps_it_and_is_counted_each_time() -> None:
    compiled = compile_view(hidden_layer(), Audience.ANYONE)
    assert "'school'" in compiled.select
    assert compiled.table == ""


def test_installing_again_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    install()
    assert install() is False
    call_command("sync_sql")
    assert capsys.readouterr().out


def views() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT viewname FROM pg_views WHERE schemaname = 'published_anyone'"
        )
        return {name for (name,) in cursor.fetchall()}


def test_a_lost_view_comes_back_and_a_foreign_one_goes() -> None:
    install()
    before = views()
    with connection.cursor() as cursor:
        cursor.execute("DROP VIEW published_anyone.works")
        cursor.execute("CREATE VIEW published_anyone.forgotten AS SELECT 1 AS id")
    assert install() is True
    assert views() == before


def test_views_can_be_dropped_for_a_migration_and_come_back() -> None:
    call_command("sync_sql", "--drop", verbosity=0)
    assert views() == set()
    call_command("sync_sql", verbosity=0)
    assert "works" in views()


def test_a_view_that_others_stand_on_is_not_torn_away() -> None:
    install()
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIEW mine AS SELECT id FROM published_anyone.works")
    with pytest.raises(CommandError, match="mine"):
        call_command("sync_sql", "--force")
    assert "works" in views()
