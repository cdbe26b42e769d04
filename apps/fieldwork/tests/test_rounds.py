"""Assignments and their packages: what is to be done, and how much is to be fetched."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from apps.fieldwork.actions import close_assignment
from apps.fieldwork.domain import maps
from apps.fieldwork.domain.refusals import AssignmentClosed, BadAssignment
from apps.fieldwork.models import Assignment, AssignmentItem
from apps.fieldwork.tests.making import BOSS, assign, make_collector, make_phone
from geo.access import NotAllowed, Viewer

pytestmark = pytest.mark.django_db


def walked(assignment: Assignment) -> list[str]:
    return [each.about_id for each in assignment.items.order_by("order")]


def test_places_are_walked_to_without_going_back_and_forth(juana):
    assert walked(assign(juana, "5", "1", "4", "2", "3", "x9", "2")) == [
        *("1", "2", "3", "4", "5"),
        "x9",
    ]


@pytest.mark.parametrize(
    ("ids", "given"),
    [
        (["20000"], {}),
        (["1"], {"title": "  "}),
        (["1"], {"last_day": dt.date(2020, 1, 1)}),
        ([str(n) for n in range(1_001)], {}),
    ],
)
def test_what_cannot_be_assigned_is_said_and_not_written(juana, ids, given):
    with pytest.raises(BadAssignment):
        assign(juana, *ids, **given)
    assert not Assignment.objects.exists()


def test_only_who_leads_assigns_and_only_to_who_goes_out(juana):
    from apps.fieldwork.actions import Order, create_assignment
    from apps.people.tests.making import make_account

    today = dt.date(2026, 6, 1)
    order = Order(
        kind="test.trees", ids=["1"], holder=juana, title="x", first_day=today,
        last_day=today,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        create_assignment(order, by=Viewer(name="juana"))
    with pytest.raises(NotAllowed):
        assign(make_account(None, "rosa"), "1")


def test_a_place_is_visited_once_in_a_round(juana):
    item = assign(juana, "1").items.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        AssignmentItem.objects.create(
            assignment=item.assignment,
            order=2,
            about_kind=item.about_kind,
            about_id=item.about_id,
        )


def test_the_size_is_stated_before_and_is_that_of_what_comes(phone, juana):
    made = assign(juana, "1", "2", "3")
    (told,) = phone.get("asignaciones/").json()["assignments"]
    assert (told["id"], told["items"], told["done"]) == (str(made.pk), 3, 0)
    answer = phone.get(f"asignaciones/{made.pk}/paquete/")
    assert len(answer.content) == told["bytes"]["package"] == told["bytes"]["total"]
    assert answer["etag"] == f'"{told["version"]}"'
    package = json.loads(gzip.decompress(answer.content))
    assert [each["order"] for each in package["items"]] == [1, 2, 3]
    assert package["items"][0]["title"] == "Árbol 1"
    again = phone.get(
        f"asignaciones/{made.pk}/paquete/", **{"If-None-Match": answer["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_done_is_told(phone, juana):
    made = assign(juana, "1", "2")
    item = made.items.get(order=1)
    phone.send(phone.event("1", item=item.pk, body={"outcome": "seen"}))
    (told,) = phone.get("asignaciones/").json()["assignments"]
    assert told["done"] == 1
    package = json.loads(
        gzip.decompress(phone.get(f"asignaciones/{made.pk}/paquete/").content)
    )
    assert package["items"][0]["done"]["outcome"] == "seen"


def test_another_ones_assignment_is_not_there(phone):
    other = assign(make_collector("pedro"), "1")
    assert phone.get("asignaciones/").json()["assignments"] == []
    for part in ("paquete", "miniaturas"):
        assert phone.get(f"asignaciones/{other.pk}/{part}/").status_code == 404


def test_a_closed_assignment_is_offered_no_more_and_what_comes_stays(phone, juana):
    made = assign(juana, "1")
    close_assignment(made, by=BOSS)
    assert phone.get("asignaciones/").json()["assignments"] == []
    item = made.items.get().pk
    assert phone.send(phone.event("1", item=item)).json()["events"][0]["flags"] == []
    with pytest.raises(AssignmentClosed):
        close_assignment(made, by=BOSS)


@pytest.fixture
def otb(db: None) -> Any:
    from django.contrib.gis.geos import MultiPolygon, Polygon

    from apps.territory.models import Otb

    ring = Polygon.from_bbox((-66.30, -17.41, -66.25, -17.38))
    ground = MultiPolygon(ring, srid=4326)
    return Otb.objects.create(
        name="Norte", outline=ground, source="test", certainty="drawn"
    )


@pytest.mark.parametrize(("size", "maps_there"), [(6_000_000, 1), (19_000_000, 1)])
def test_maps_and_thumbnails_fit_into_twenty_megabytes(
    phone, juana, otb, monkeypatch, size, maps_there
):
    area = {"file": f"otb-{otb.pk}.pmtiles", "bytes": size, "sha256": "0" * 64}
    monkeypatch.setattr(maps, "_sources", [lambda: {"areas": [area]}])
    assign(juana, *map(str, range(1, 40)))
    answer = phone.get("asignaciones/").json()
    (told,) = answer["assignments"]
    assert len(told["maps"]) == maps_there
    assert told["bytes"]["total"] <= answer["most_bytes"]


def test_thumbnails_come_one_behind_the_other(phone, juana, monkeypatch):
    from apps.documents.models import Attachment
    from apps.documents.tests.making import photo
    from apps.fieldwork.domain.kinds import Packed
    from apps.fieldwork.tests.making import TREES

    phone.put(photo())
    token = str(Attachment.objects.get().token)
    object.__setattr__(
        TREES, "pack", lambda ids, on: {"1": Packed(title="1", thumbnails=(token,))}
    )
    try:
        made = assign(juana, "1")
        (told,) = phone.get("asignaciones/").json()["assignments"]
    finally:
        from apps.fieldwork.tests.making import pack_trees

        object.__setattr__(TREES, "pack", pack_trees)
    content = phone.get(f"asignaciones/{made.pk}/miniaturas/").content
    assert len(content) == told["bytes"]["thumbnails"] > 100
    assert UUID(bytes=content[:16]) == UUID(token)
    assert int.from_bytes(content[16:20], "big") == len(content) - 20
    assert content[20:22] == b"\xff\xd8"


def test_a_telephone_of_a_second_collector_sees_only_their_own(juana):
    pedro = make_phone(make_collector("pedro"))
    assign(juana, "1")
    assert pedro.get("asignaciones/").json()["assignments"] == []
