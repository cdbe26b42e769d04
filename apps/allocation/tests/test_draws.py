"""A draw of lots from its promise to the holds of the winners."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from apps.allocation.actions import (
    Wish,
    apply_for_draw,
    call_off_draw,
    draw_lots,
    give_title,
    open_draw,
    refuse_application,
    seal_draw,
)
from apps.allocation.domain.lottery import differences
from apps.allocation.domain.refusals import WaitsForDraw
from apps.allocation.domain.refusals_of_draws import (
    ApplicationsClosed,
    ApplicationsOpen,
    DrawExists,
    DrawIsOver,
    NoWish,
    WordsMissing,
)
from apps.allocation.models import Application, Claim, Draw, Offering, Space
from apps.allocation.queries import standing_of
from apps.allocation.queries.draws import published
from apps.allocation.tests.making import (
    OFFICE,
    hold,
    make_offering,
    person,
    settled_constraints,
)
from apps.notices.models import Notice
from apps.people.models import Party
from apps.treasury.tests.making import make_party
from geo.access import ANYONE, NotAllowed

pytestmark = pytest.mark.django_db


def opened(offering: Offering, **more: Any) -> Draw:
    closes = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    given: dict[str, Any] = {
        "code": "sorteo",
        "title": "Sorteo",
        "closes_at": closes,
    } | more
    return open_draw(offering, by=OFFICE, **given)


def closed(draw: Draw) -> Draw:
    """Let the time of applications be over, behind the guard's back."""
    settled_constraints()
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE allocation_draw DISABLE TRIGGER draw_stays_as_published"
        )
        cursor.execute(
            "UPDATE allocation_draw SET opened_at = now() - interval '2 hours', "
            "closes_at = now() - interval '1 hour' WHERE id = %s",
            [draw.pk],
        )
        settled_constraints()
        cursor.execute("ALTER TABLE allocation_draw ENABLE TRIGGER draw_stays_as_published")
    return draw


def applied(draw: Draw, *wanted: str, party: Party | None = None, **more: Any):
    whose = party or make_party()
    _holder, by = person(whose)
    return apply_for_draw(draw, Wish(wanted=wanted, **more), party_id=whose.pk, by=by)


@pytest.fixture
def offering(db: None) -> Offering:
    return make_offering(3, most_per_party=2)


def test_who_is_drawn_holds_the_space_for_days_and_everybody_hears(offering) -> None:
    draw = opened(offering)
    entries = [applied(draw, "A-1", takes_any=False) for _each in range(4)]
    seal_draw(closed(draw), by=OFFICE)
    done = draw_lots(draw, "48213", by=OFFICE)

    won = [each for each in Application.objects.all() if each.hold_id]
    assert len(won) == 1
    assert won[0].hold
    assert done.result
    assert standing_of(won[0].hold).seconds > 2 * 86400
    assert done.result[won[0].code]["spaces"] == ["A-1"]
    assert Notice.objects.count() == len(entries)
    lost = Notice.objects.filter(template__code="draw-lost").values_list("body", flat=True)
    assert len(lost) == 3
    assert all("se llevaron todos los espacios" in body for body in lost)
    assert list(differences(published(done))) == []


def test_the_published_list_names_nobody(offering) -> None:
    draw = opened(offering)
    somebody = make_party("Justa Terrazas")
    entry = applied(draw, party=somebody)
    done = draw_lots(seal_draw(closed(draw), by=OFFICE), "words", by=OFFICE)
    told = str(published(done))
    assert entry.code in told
    assert "Justa" not in told
    assert f"'party': {somebody.pk}" not in told


def test_the_secret_is_not_told_before_lots_are_drawn(offering) -> None:
    draw = opened(offering)
    assert draw.secret not in str(published(draw))
    seal_draw(closed(draw), by=OFFICE)
    draw.refresh_from_db()
    assert draw.secret not in str(published(draw))
    assert draw.commitment in str(published(draw))


def test_what_is_drawn_for_waits_and_the_rest_is_sold(offering) -> None:
    Space.objects.filter(code="A-3").update(tariff="other")
    draw = opened(offering, tariff="other")
    with pytest.raises(WaitsForDraw, match="Sorteo"):
        hold(offering, "A-3")
    somebody, waiting = make_party(), Space.objects.get(code="A-3")
    with pytest.raises(WaitsForDraw, match="Sorteo"):
        give_title(waiting, party_id=somebody.pk, why="Acta 2/2027", by=OFFICE)
    hold(offering, "A-1")
    call_off_draw(draw, "Se anuló la zona", by=OFFICE)
    hold(offering, "A-3")


def test_without_the_guard_what_is_drawn_for_would_be_sold(offering) -> None:
    opened(offering)
    settled_constraints()
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE allocation_claim DISABLE TRIGGER claims_wait_for_their_draw"
        )
    hold(offering, "A-1")
    assert Claim.objects.count() == 1


def test_the_latest_wish_counts_under_the_same_code(offering) -> None:
    draw, somebody = opened(offering), make_party()
    first = applied(draw, "A-1", party=somebody)
    again = applied(draw, "A-2", party=somebody, count=2)
    assert (first.pk, first.code) == (again.pk, again.code)
    assert Application.objects.get().wanted == ["A-2"]


def test_after_the_hour_nobody_applies_nor_changes_a_wish(offering) -> None:
    draw, somebody = opened(offering), make_party()
    applied(draw, party=somebody)
    closed(draw)
    with pytest.raises(ApplicationsClosed, match="está cerrada"):
        applied(draw)
    with pytest.raises(ApplicationsClosed):
        applied(draw, "A-1", party=somebody)


def test_who_is_not_admitted_is_told_why(offering) -> None:
    draw = opened(offering)
    entry = refuse_application(applied(draw), "Tiene multas impagas.", by=OFFICE)
    done = draw_lots(seal_draw(closed(draw), by=OFFICE), "words", by=OFFICE)
    assert done.result
    assert done.result[entry.code]["reason"] == "not-admitted"
    assert "multas" not in str(published(done))
    assert "Tiene multas impagas." in Notice.objects.get().body
    with pytest.raises(ApplicationsClosed):
        refuse_application(entry, "Otra cosa", by=OFFICE)


def test_a_limit_counts_what_one_had_before(offering) -> None:
    somebody = make_party()
    holder, by = person(somebody)
    hold(offering, "A-1", holder=holder, by=by)
    draw = opened(offering)
    entry = applied(draw, party=somebody, count=3)
    done = draw_lots(seal_draw(closed(draw), by=OFFICE), "words", by=OFFICE)
    assert done.result
    assert done.result[entry.code] == {"spaces": ["A-2"], "reason": "limit-reached"}


@pytest.mark.parametrize(
    "wish",
    [
        pytest.param(Wish(takes_any=False), id="nothing"),
        pytest.param(Wish(count=0), id="none"),
        pytest.param(Wish(count=21), id="too many"),
        pytest.param(Wish(wanted=["Z-9"]), id="not on the plan"),
    ],
)
def test_a_wish_that_is_none_is_refused(offering, wish: Wish) -> None:
    draw, somebody = opened(offering), make_party()
    with pytest.raises(NoWish):
        apply_for_draw(draw, wish, party_id=somebody.pk, by=person(somebody)[1])


def test_nobody_applies_for_another_or_draws_without_leave(offering) -> None:
    draw, somebody = opened(offering), make_party()
    with pytest.raises(NotAllowed):
        apply_for_draw(draw, Wish(), party_id=somebody.pk, by=ANYONE)
    for act in (seal_draw, lambda d, by: draw_lots(d, "x", by=by)):
        with pytest.raises(NotAllowed):
            act(draw, by=ANYONE)


def test_each_step_has_its_time(offering) -> None:
    draw = opened(offering)
    with pytest.raises(DrawExists):
        opened(offering)
    with pytest.raises(ApplicationsOpen):
        seal_draw(draw, by=OFFICE)
    closed(draw)
    with pytest.raises(ApplicationsOpen):
        draw_lots(draw, "words", by=OFFICE)
    seal_draw(draw, by=OFFICE)
    with pytest.raises(DrawIsOver):
        seal_draw(draw, by=OFFICE)
    with pytest.raises(WordsMissing):
        draw_lots(draw, "  ", by=OFFICE)
    draw_lots(draw, "words", by=OFFICE)
    with pytest.raises(DrawIsOver):
        draw_lots(draw, "other words", by=OFFICE)
    with pytest.raises(DrawIsOver):
        call_off_draw(draw, "late", by=OFFICE)


def _set(**what: object) -> Callable[[Draw], object]:
    return lambda draw: Draw.objects.filter(pk=draw.pk).update(**what)


@pytest.mark.parametrize(
    ("rule", "act"),
    [
        ("draw_stays_as_published", _set(commitment="0" * 64, secret="1" * 64)),
        ("draw_stays_as_published", _set(closed_list={})),
        ("draw_stays_as_published", _set(result={})),
        ("draw_stays_as_published", _set(words="others")),
        ("draw_stays_as_published", lambda draw: Draw.objects.filter(pk=draw.pk).delete()),
        ("application_comes_in_time", lambda draw: Application.objects.update(count=2)),
        ("application_comes_in_time", lambda _draw: Application.objects.all().delete()),
    ],
)
def test_what_was_published_stays(offering, rule: str, act) -> None:
    draw = opened(offering)
    applied(draw)
    draw_lots(seal_draw(closed(draw), by=OFFICE), "words", by=OFFICE)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        if "delete" in act.__code__.co_names:
            with connection.cursor() as cursor:
                table = rule.split("_")[0]
                cursor.execute(f"DELETE FROM allocation_{table}")
        else:
            act(draw)


def test_a_promise_is_of_its_secret(offering) -> None:
    now = dt.datetime.now(dt.UTC)
    with pytest.raises(IntegrityError, match="of_its_secret"), transaction.atomic():
        Draw.objects.create(
            offering=offering,
            code="x",
            title="X",
            closes_at=now + dt.timedelta(hours=1),
            commitment="0" * 64,
            secret="1" * 64,
            opened_by="x",
        )
