"""Numbers without gaps: drawn, lent, used, annulled, never lost."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from apps.documents.actions import (
    annul_number,
    change_template,
    close_block,
    draw_number,
    open_series,
    reserve_block,
    use_number,
)
from apps.documents.actions.numbering import (
    AlreadyAnnulled,
    BadBlock,
    NoReason,
    NotReserved,
)
from apps.documents.domain.tokens import BadTemplate
from apps.documents.models import Number, Series
from apps.documents.terms import SeriesKind
from apps.documents.tests.records import CLERK, READER, make_office, make_series
from geo.access import NotAllowed

AT_ONCE = 50


def numbers_of(series: Series) -> list[int]:
    found = Number.objects.filter(series=series).order_by("number")
    return list(found.values_list("number", flat=True))


@pytest.mark.django_db
def test_numbers_begin_at_one_and_are_printed_as_the_series_says() -> None:
    series = make_series(SeriesKind.CITE)
    drawn = [draw_number(series, by=CLERK).text for _time in range(2)]
    assert drawn == ["REC/CITE/0001/2026", "REC/CITE/0002/2026"]


@pytest.mark.django_db
def test_each_office_kind_and_year_counts_for_itself() -> None:
    office = make_office()
    for kind, year in ((SeriesKind.CITE, 2026), (SeriesKind.ACT, 2026)):
        assert draw_number(open_series(office, kind, year, by=CLERK), by=CLERK).number == 1
    later = open_series(office, SeriesKind.CITE, 2027, by=CLERK)
    assert draw_number(later, by=CLERK).number == 1


@pytest.mark.django_db
def test_a_series_is_opened_once_and_inherits_how_it_is_printed() -> None:
    office = make_office("df", parent=make_office("saf"))
    template = "{chain} {kind} {number:03}/{year}"
    first = open_series(office, SeriesKind.CITE, 2026, template=template, by=CLERK)
    assert open_series(office, SeriesKind.CITE, 2026, by=CLERK) == first
    following = open_series(office, SeriesKind.CITE, 2027, by=CLERK)
    assert draw_number(following, by=CLERK).text == "SAF-DF CITE 001/2027"


@pytest.mark.django_db
def test_a_new_template_prints_the_numbers_to_come_only() -> None:
    series = make_series()
    before = draw_number(series, by=CLERK)
    stale = Series.objects.get(pk=series.pk)
    change_template(series, "R-{number}", by=CLERK)
    assert draw_number(stale, by=CLERK).text == "R-2"
    before.refresh_from_db()
    assert before.text == "REC/RECIBO/0001/2026"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "template",
    [
        pytest.param("{office}/{year}", id="no number"),
        pytest.param("{number", id="open brace"),
        pytest.param("{number.__class__}", id="attribute"),
        pytest.param("{number!r}", id="conversion"),
        pytest.param("{number:>99999999}", id="huge width"),
        pytest.param("{secret}{number}", id="unknown token"),
        pytest.param("{office:9}{number}", id="width of a word"),
        pytest.param("{number}" + "x" * 120, id="too long"),
    ],
)
def test_a_template_that_cannot_be_printed_is_refused(template: str) -> None:
    with pytest.raises(BadTemplate):
        change_template(make_series(), template, by=CLERK)


@pytest.mark.django_db
def test_a_number_of_a_transaction_that_is_rolled_back_is_drawn_again() -> None:
    series = make_series()
    draw_number(series, by=CLERK)
    with pytest.raises(RuntimeError), transaction.atomic():
        assert draw_number(series, by=CLERK).number == 2
        raise RuntimeError
    assert draw_number(series, by=CLERK).number == 2


def at_once(act: Callable[[int], None], count: int = AT_ONCE) -> None:
    """Run `act` in so many threads, each with a connection of its own."""
    begin = threading.Barrier(count)

    def run(place: int) -> None:
        try:
            connection.ensure_connection()
            begin.wait(timeout=60)
            act(place)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_get_fifty_numbers_without_gap() -> None:
    series, drawn = make_series(), list[int]()
    at_once(lambda _place: drawn.append(draw_number(series, by=CLERK).number))
    assert sorted(drawn) == numbers_of(series) == list(range(1, AT_ONCE + 1))


@pytest.mark.django_db(transaction=True)
def test_those_who_give_up_leave_no_gap_between_the_others() -> None:
    series = make_series()

    def draw_or_give_up(place: int) -> None:
        with transaction.atomic():
            draw_number(series, by=CLERK)
            transaction.set_rollback(place % 5 == 0)

    at_once(draw_or_give_up)
    assert numbers_of(series) == list(range(1, AT_ONCE * 4 // 5 + 1))


@pytest.mark.django_db(transaction=True)
def test_blocks_and_single_numbers_at_once_share_none() -> None:
    series = make_series()

    def draw_or_reserve(place: int) -> None:
        if place % 2:
            draw_number(series, by=CLERK)
        else:
            reserve_block(series, 5, holder=f"móvil {place}", by=CLERK)

    at_once(draw_or_reserve, 20)
    assert numbers_of(series) == list(range(1, 61))
    for block in series.blocks.all():
        held = block.numbers.order_by("number").values_list("number", flat=True)
        assert list(held) == list(range(block.first, block.last + 1))


@pytest.mark.django_db
def test_a_gap_cannot_be_written() -> None:
    series = make_series()
    with pytest.raises(IntegrityError, match="number_follows_the_one_before"):
        Number.objects.create(series=series, number=2, text="x", by="x")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "rule"),
    [
        pytest.param("DELETE FROM documents_number", "number_stays", id="removed"),
        pytest.param("TRUNCATE documents_number CASCADE", "number_stays", id="emptied"),
        pytest.param("UPDATE documents_number SET number = 9", "number", id="renumbered"),
        pytest.param(
            "UPDATE documents_number SET text = 'x'", "number_stays", id="reworded"
        ),
        pytest.param(
            "INSERT INTO documents_number (series_id, number, text, state, by, reason, "
            "annulled_by) SELECT series_id, number, 'x', 'drawn', 'x', '', '' "
            "FROM documents_number",
            "number_is_single",
            id="twice",
        ),
        pytest.param(
            "UPDATE documents_number SET state = 'annulled'",
            "number_is_annulled_with_a_reason",
            id="annulled without a reason",
        ),
        pytest.param(
            "UPDATE documents_number SET state = 'reserved'",
            "number_",
            id="given back",
        ),
    ],
)
def test_the_database_keeps_a_number_as_it_was_drawn(change: str, rule: str) -> None:
    draw_number(make_series(), by=CLERK)
    with pytest.raises(IntegrityError, match=rule), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(change)


@pytest.mark.django_db
def test_an_annulled_number_stays_with_its_reason_and_is_not_drawn_again() -> None:
    series = make_series()
    number = annul_number(draw_number(series, by=CLERK), reason="  mal  impreso ", by=CLERK)
    assert (number.state, number.reason) == ("annulled", "mal impreso")
    assert draw_number(series, by=CLERK).number == 2
    with pytest.raises(AlreadyAnnulled, match="mal impreso"):
        annul_number(number, reason="otra vez", by=CLERK)


@pytest.mark.django_db
def test_annulling_cannot_be_taken_back() -> None:
    number = annul_number(draw_number(make_series(), by=CLERK), reason="x", by=CLERK)
    with pytest.raises(IntegrityError, match="number_annulled_stays_annulled"):
        Number.objects.filter(pk=number.pk).update(reason="y")


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "   ", "x" * 241])
def test_annulling_needs_a_reason_of_some_length(reason: str) -> None:
    number = draw_number(make_series(), by=CLERK)
    with pytest.raises(NoReason):
        annul_number(number, reason=reason, by=CLERK)


@pytest.mark.django_db
def test_what_a_device_does_not_use_of_its_block_is_annulled() -> None:
    series = make_series()
    block = reserve_block(series, 5, holder="móvil 3", by=CLERK)
    first = block.numbers.get(number=1)
    assert use_number(first, by=CLERK).state == "drawn"
    assert close_block(block, reason="fin del día", by=CLERK) == 4
    assert close_block(block, reason="otra vez", by=CLERK) == 0
    states = block.numbers.order_by("number").values_list("state", "reason")
    assert list(states) == [("drawn", ""), *[("annulled", "fin del día")] * 4]
    assert draw_number(series, by=CLERK).number == 6


@pytest.mark.django_db
def test_a_reserved_number_is_used_once() -> None:
    block = reserve_block(make_series(), 1, holder="móvil", by=CLERK)
    number = use_number(block.numbers.get(), by=CLERK)
    with pytest.raises(NotReserved):
        use_number(number, by=CLERK)


@pytest.mark.django_db
@pytest.mark.parametrize(("size", "holder"), [(0, "x"), (-1, "x"), (1001, "x"), (5, " ")])
def test_a_block_has_a_size_and_a_holder(size: int, holder: str) -> None:
    with pytest.raises(BadBlock):
        reserve_block(make_series(), size, holder=holder, by=CLERK)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda s, n, b: draw_number(s, by=READER), id="draw"),
        pytest.param(lambda s, n, b: reserve_block(s, 1, holder="x", by=READER), id="lend"),
        pytest.param(lambda s, n, b: use_number(n, by=READER), id="use"),
        pytest.param(lambda s, n, b: annul_number(n, reason="x", by=READER), id="annul"),
        pytest.param(lambda s, n, b: close_block(b, reason="x", by=READER), id="close"),
        pytest.param(lambda s, n, b: change_template(s, "{number}", by=READER), id="print"),
    ],
)
def test_who_only_reads_changes_nothing(act: Callable[..., object]) -> None:
    series = make_series()
    block = reserve_block(series, 2, holder="móvil", by=CLERK)
    before = list(Number.objects.values_list("state", "text"))
    with pytest.raises(NotAllowed):
        act(series, block.numbers.first(), block)
    assert list(Number.objects.values_list("state", "text")) == before
