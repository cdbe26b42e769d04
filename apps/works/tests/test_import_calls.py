"""Calls become works: one for each thing built, whatever it was called and how often."""

from __future__ import annotations

import datetime as dt
from itertools import count

import pytest
from django.db import IntegrityError, connection, transaction

from apps.works.actions import DEMO, Imported, RealWorksPresent, import_calls
from apps.works.domain.calls import CallRow, Cuce
from apps.works.models import Call, Work
from apps.works.permissions import IMPORT_CALLS
from apps.works.terms import State, WorkKind
from geo.access import ANYONE, NotAllowed, Viewer

pytestmark = pytest.mark.django_db

OFFICE = Viewer(grants=frozenset({IMPORT_CALLS.name}))
DAY = dt.date(2019, 3, 1)
numbers = count(1000)


def call(
    object: str,
    after: int = 0,
    *,
    cuce: str = "",
    state: State = State.CONTRACTED,
) -> CallRow:
    """A call published `after` days from the first; a process of its own unless told."""
    day = DAY + dt.timedelta(days=after)
    cuce = cuce or f"{day:%y}-1302-00-{next(numbers)}-1-1"
    read = Cuce.read(cuce)
    assert read
    return CallRow(cuce=read, object=object, modality="ANPE", state=state, published_on=day)


def bring(*rows: CallRow, source: str = "sicoes") -> Imported:
    return import_calls(rows, source=source, by=OFFICE)


def works() -> list[list[str]]:
    """CUCE of every work's calls, works and calls by age."""
    found = Work.objects.order_by("published_on", "code").prefetch_related("calls")
    return [[each.cuce for each in work.calls.all()] for work in found]


def row_versions() -> list[tuple[str, int, int]]:
    """Transaction that wrote each row: equal lists mean that no row was touched."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT 'work', id, xmin::text::bigint FROM works_work
            UNION ALL SELECT 'call', id, xmin::text::bigint FROM works_call
            UNION ALL SELECT 'place', id, xmin::text::bigint FROM works_workplace
            ORDER BY 1, 2
        """)
        return list(cursor.fetchall())


def test_a_call_becomes_a_work():
    bring(call("Const. Asfaltado Calle 1 Otb Kami D-5", cuce="19-1302-00-77-1-1"))

    work = Work.objects.get()
    assert work.code == "19-1302-00-77"
    assert work.object == "Const. Asfaltado Calle 1 Otb Kami D-5"
    assert (work.kind, work.state, work.year) == (WorkKind.PAVING, State.CONTRACTED, 2019)
    assert work.published_on == DAY
    assert work.source == "sicoes"


def test_only_who_may_import_imports():
    with pytest.raises(NotAllowed):
        import_calls([call("Plaza")], source="sicoes", by=ANYONE)

    assert not Work.objects.exists()


@pytest.mark.parametrize(
    ("state", "days", "wording", "count"),
    [
        pytest.param(State.DESERTED, 60, "Plaza", 1, id="deserted, called again"),
        pytest.param(State.DESERTED, 729, "Plaza", 1, id="deserted, called again late"),
        pytest.param(State.DESERTED, 731, "Plaza", 2, id="deserted, years before"),
        pytest.param(State.CANCELLED, 300, "Plaza", 1, id="cancelled, called again"),
        pytest.param(State.PUBLISHED, 300, "Plaza", 1, id="never known to end"),
        pytest.param(State.CONTRACTED, 89, "Plaza", 1, id="one contract told twice"),
        pytest.param(State.CONTRACTED, 91, "Plaza", 2, id="built, then built again"),
        pytest.param(State.AWARDED, 365, "Plaza", 2, id="every year again"),
        pytest.param(State.DESERTED, 30, "Plaza (Segunda Convocatoria)", 1, id="says so"),
        pytest.param(State.DESERTED, 30, "Plaza Norte", 2, id="another object"),
    ],
)
def test_a_work_waits_for_its_next_call_until_a_contract_or_two_years(
    state, days, wording, count
):
    bring(call("Plaza", state=state), call(wording, days))

    assert Work.objects.count() == count
    assert Call.objects.count() == 2


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        pytest.param("11-1302-00-9-1-1", "11-1302-00-9-2-1", 1, id="second call"),
        pytest.param("11-1302-00-9-1-1", "12-1302-00-9-2-1", 1, id="second call next year"),
        pytest.param("11-1302-00-9-1-1", "11-1302-01-9-1-1", 2, id="another unit"),
    ],
)
def test_calls_of_one_process_are_one_work_whatever_the_spelling(first, second, count):
    bring(
        call("Const. Pozo Otb Callajchulla D-8", cuce=first),
        call("Construccion De Pozo Otb Callajchullpa D-8", 200, cuce=second),
    )

    assert Work.objects.count() == count


def test_a_process_used_again_for_something_else_is_two_works():
    bring(
        call("Asfaltado Calle Panamericana", cuce="13-1302-00-8-1-1", state=State.DESERTED),
        call(
            "Asfaltado Calle Panamericana",
            -20,
            cuce="13-1302-00-7-1-1",
            state=State.DESERTED,
        ),
        call("Obras Mercado Norte D-5", 6, cuce="13-1302-00-8-1-2"),
    )

    assert works() == [
        ["13-1302-00-7-1-1", "13-1302-00-8-1-1"],
        ["13-1302-00-8-1-2"],
    ]
    assert set(Work.objects.values_list("code", flat=True)) == {
        "13-1302-00-7",
        "13-1302-00-8",
    }


def test_two_things_under_one_code_stay_together_rather_than_share_it():
    bring(
        call("Asfaltado Calle Lima", cuce="13-1302-00-8-1-1"),
        call("Obras Mercado Norte D-5", 6, cuce="13-1302-00-8-1-2"),
    )

    assert works() == [["13-1302-00-8-1-1", "13-1302-00-8-1-2"]]


def test_a_work_is_worded_and_stands_as_its_last_call_says_and_dates_from_its_first():
    bring(
        call("Const. Plaza (Segunda Convocatoria)", 40, state=State.CONTRACTED),
        call("Construccion Plaza", state=State.DESERTED),
    )

    work = Work.objects.get()
    assert work.object == "Const. Plaza (Segunda Convocatoria)"
    assert work.state == State.CONTRACTED
    assert work.published_on == DAY


def test_the_code_stays_when_an_earlier_call_arrives():
    bring(call("Plaza", cuce="19-1302-00-50-1-1", state=State.DESERTED))
    bring(call("Plaza", -90, cuce="18-1302-00-40-1-1", state=State.DESERTED))

    work = Work.objects.get()
    assert work.code == "19-1302-00-50"
    assert work.published_on == DAY - dt.timedelta(days=90)
    assert work.calls.count() == 2


def test_importing_again_touches_no_row():
    rows = [call("Plaza", state=State.DESERTED), call("Plaza", 30), call("Puente D-5", 2)]
    bring(*rows)
    before = row_versions()

    again = bring(*rows)

    assert row_versions() == before
    assert (again.works.added, again.works.changed) == (0, 0)
    assert (again.calls.added, again.calls.changed) == (0, 0)
    assert again.placed.changed == 0


def test_a_newer_file_adds_only_what_is_new():
    old = [call("Plaza"), call("Puente", 1)]
    bring(*old)
    before = set(row_versions())

    newer = bring(*old, call("Mercado", 400))

    assert (newer.works.added, newer.works.changed) == (1, 0)
    assert (newer.calls.added, newer.calls.changed) == (1, 0)
    assert before <= set(row_versions())


def test_calls_missing_from_a_newer_file_stay():
    bring(call("Plaza"), call("Puente", 1))
    bring(call("Mercado", 2))

    assert Work.objects.count() == 3


def test_of_rows_with_one_code_the_last_published_counts():
    rows = [
        call("Plaza Nueva", 30, cuce="19-1302-00-5-0-E"),
        call("Plaza", cuce="19-1302-00-5-0-E"),
        call("Puente", cuce="19-1302-00-6-0-E"),
        call("Puente", cuce="19-1302-00-6-0-E"),
    ]

    imported = bring(*rows)

    assert imported.conflicts == 1
    assert set(Call.objects.values_list("object", flat=True)) == {"Plaza Nueva", "Puente"}


def test_broken_words_are_repaired_from_the_other_rows_and_else_flagged():
    bring(
        call("Empedrado De Vías Otb Kami"),
        call("Const. Empedrado De V¿As Otb Tambo", 1),
        call("Const. S¿Mbolos", 2),
    )

    doubtful = dict(Work.objects.values_list("object", "doubtful_text"))
    assert doubtful == {
        "Empedrado De Vías Otb Kami": False,
        "Const. Empedrado De Vías Otb Tambo": False,
        "Const. S¿Mbolos": True,
    }


def test_a_call_without_a_date_takes_its_year_from_its_code():
    cuce = Cuce.read("17-1302-00-5-1-1")
    assert cuce
    bring(
        CallRow(
            cuce=cuce,
            object="Plaza",
            modality="CM",
            state=State.PUBLISHED,
            published_on=None,
        )
    )

    work = Work.objects.get()
    assert (work.year, work.published_on) == (2017, None)


def test_demonstration_works_leave_with_the_first_real_import():
    bring(call("Plaza De Muestra"), source=DEMO)
    assert Work.objects.get().source == "demo"

    imported = bring(call("Plaza"))

    assert imported.demo_removed == 1
    assert list(Work.objects.values_list("source", flat=True)) == ["sicoes"]
    assert Call.objects.count() == 1


def test_demonstration_works_stay_when_no_real_call_came():
    bring(call("Plaza De Muestra"), source=DEMO)
    before = row_versions()

    assert bring().demo_removed == 0
    assert row_versions() == before


def test_demonstration_works_are_not_added_to_real_ones():
    bring(call("Plaza"))

    with pytest.raises(RealWorksPresent):
        bring(call("Plaza De Muestra"), source=DEMO)
    assert Work.objects.count() == 1


def test_an_empty_import_changes_nothing():
    bring(call("Plaza"))
    before = row_versions()

    assert bring().calls_read == 0
    assert row_versions() == before


def test_rows_that_stop_with_an_error_leave_nothing_behind():
    def rows():
        yield call("Plaza")
        raise RuntimeError("the source breaks off")

    with pytest.raises(RuntimeError):
        import_calls(rows(), source="sicoes", by=OFFICE)

    assert not Work.objects.exists()


def test_the_database_refuses_a_code_that_is_no_cuce():
    bring(call("Plaza"))

    with pytest.raises(IntegrityError, match="work_code_is_a_cuce"), transaction.atomic():
        Work.objects.update(code="plaza")
