"""The JSON doors: once for each key, problems as problem documents."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.allocation.models import Hold, KeptAnswer
from apps.allocation.tests.making import hold, make_offering, run_out
from apps.allocation.views.visitors import COOKIE

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Client:
    """A browser that checks nothing, with the cookies that the first reading gives."""
    return Client(enforce_csrf_checks=True)


class Shop:
    """One offering, and a program that asks for its spaces."""

    def __init__(self, client: Client) -> None:
        self.client, self.offering = client, make_offering(4)
        self.at = f"/api/espacios/{self.offering.code}/"
        client.get(self.at)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        token = self.client.cookies["csrftoken"].value
        sent = {"X-CSRFToken": token, "Idempotency-Key": uuid.uuid4().hex} | headers
        return self.client.generic(
            method, path, json.dumps(body or {}), "application/json", headers=sent
        )

    def take(self, *codes: str, **headers: str) -> Any:
        body = {"spaces": list(codes)}
        return self.send("POST", f"{self.at}reservas/", body, **headers)


@pytest.fixture
def shop(program: Client) -> Shop:
    return Shop(program)


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = answer.json()
    assert document["status"] == status
    assert document["detail"]
    return document


def test_what_is_offered_says_how_much_of_it_is_free(shop: Shop) -> None:
    hold(shop.offering, "A-1")
    told = shop.client.get(shop.at).json()
    assert told["on_sale"] is True
    counts = {"free": 3, "held": 1, "sold": 0, "blocked": 0, "waiting": 0}
    assert told["counts"] == counts


def test_a_hold_is_taken_read_and_given_back(shop: Shop) -> None:
    taken = shop.take("A-1", "A-2")
    assert taken.status_code == 201
    told = taken.json()
    assert (told["spaces"], told["binds"], told["owed"]) == (["A-1", "A-2"], True, None)
    address = told["links"][0]["href"]
    assert shop.client.get(address).json()["token"] == told["token"]

    given_back = shop.send("DELETE", address)
    assert given_back.json()["binds"] is False
    assert shop.take("A-2").status_code == 201


@pytest.mark.bar("R14")
def test_who_comes_too_late_learns_what_is_free_nearby(shop: Shop) -> None:
    hold(shop.offering, "A-2")
    told = problem(shop.take("A-2"), 409)
    assert (told["taken"], told["free"]) == (["A-2"], ["A-1", "A-3", "A-4"])
    assert "A-1" in told["detail"]


def test_who_comes_too_late_writes_nothing_and_asks_once(shop: Shop) -> None:
    """Nearly all of a crowd: the database is left to those who are not too late."""
    hold(shop.offering, "A-2")
    with CaptureQueriesContext(connection) as asked:
        problem(shop.take("A-2", "A-3"), 409)
    assert len(asked) == 1, [each["sql"] for each in asked]
    assert not any(word in str(asked.captured_queries) for word in ("INSERT", "SAVEPOINT"))


@pytest.mark.bar("R16")
def test_the_same_request_with_the_same_key_is_done_once(shop: Shop) -> None:
    first = shop.take("A-1", **{"Idempotency-Key": "una-sola-vez"})
    again = shop.take("A-1", **{"Idempotency-Key": "una-sola-vez"})
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert Hold.objects.count() == 1
    problem(shop.take("A-2", **{"Idempotency-Key": "una-sola-vez"}), 422)


def test_a_click_asks_the_database_little(
    shop: Shop, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(10):  # a rush is as quick as this is small
        shop.take("A-1", "A-2")


def test_a_refusal_is_not_remembered_because_nothing_was_done(shop: Shop) -> None:
    taken = hold(shop.offering, "A-1")
    problem(shop.take("A-1", **{"Idempotency-Key": "otra-vez-por-favor"}), 409)
    assert not KeptAnswer.objects.exists()
    run_out(taken)
    assert shop.take("A-1", **{"Idempotency-Key": "otra-vez-por-favor"}).status_code == 201


@pytest.mark.parametrize("key", ["", "short", "x" * 201])
def test_a_request_without_a_usable_key_is_refused(shop: Shop, key: str) -> None:
    problem(shop.take("A-1", **{"Idempotency-Key": key}), 422)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("{", id="no JSON"),
        pytest.param("[]", id="a list"),
        pytest.param('{"spaces": "A-1"}', id="a text"),
        pytest.param('{"spaces": [1]}', id="numbers"),
        pytest.param('{"spaces": ["A-1\\u0000"]}', id="a NUL"),
        pytest.param('{"spaces": ["A-1\\ud800"]}', id="half a letter"),
        pytest.param("[" * 100_000, id="nested too deep"),
        pytest.param('{"spaces": ["A-1"], "price": 0}', id="a price of one's own"),
        pytest.param('{"spaces": ["A-1"], "party": true}', id="no number"),
        pytest.param('{"spaces": ["A-1"], "party": 1e99}', id="a number of another kind"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(shop: Shop, body: str) -> None:
    token = shop.client.cookies["csrftoken"].value
    sent = {"X-CSRFToken": token, "Idempotency-Key": uuid.uuid4().hex}
    answer = shop.client.generic(
        "POST", f"{shop.at}reservas/", body, "application/json", headers=sent
    )
    problem(answer, 400)
    assert not Hold.objects.exists()


def test_a_foreign_page_holds_nothing(shop: Shop) -> None:
    problem(shop.take("A-1", **{"X-CSRFToken": "x" * 32}), 403)
    assert not Hold.objects.exists()


def test_a_program_without_a_token_is_told_to_say_who_it_is(shop: Shop) -> None:
    del shop.client.cookies[COOKIE]
    problem(shop.take("A-1"), 422)


@pytest.mark.bar("R25")
def test_too_many_holds_are_answered_with_when_to_come_back(shop: Shop) -> None:
    many = make_offering(12)
    shop.at = f"/api/espacios/{many.code}/"
    for number in range(1, 11):
        assert shop.take(f"A-{number}").status_code == 201
    answer = shop.take("A-11")
    problem(answer, 429)
    assert 0 < int(answer.headers["Retry-After"]) <= 900


def test_another_browsers_hold_does_not_exist(shop: Shop) -> None:
    other = hold(shop.offering, "A-1")
    address = f"/api/espacios/reservas/{other.token}/"
    problem(shop.client.get(address), 404)
    problem(shop.send("DELETE", address), 404)
    problem(shop.send("POST", f"{address}liquidacion/"), 404)
    problem(shop.client.get(f"/api/espacios/reservas/{uuid.uuid4()}/"), 404)


def test_an_unknown_offering_and_a_wrong_method_are_problems_too(shop: Shop) -> None:
    problem(shop.client.get("/api/espacios/no-such/"), 404)
    answer = shop.send("PUT", f"{shop.at}reservas/")
    problem(answer, 405)
    assert answer.headers["Allow"] == "POST"


def test_an_offering_that_nobody_was_told_of_is_as_good_as_none(shop: Shop) -> None:
    hidden = make_offering(is_announced=False)
    hold(hidden, "A-1")
    told = []
    for code in (hidden.code, "no-such"):
        shop.at = f"/api/espacios/{code}/"
        told += [problem(shop.take(taken), 404)["detail"] for taken in ("A-1", "A-2")]
    assert len(set(told)) == 1


def test_a_visitor_cannot_be_charged_before_it_is_known(shop: Shop) -> None:
    address = shop.take("A-1").json()["links"][0]["href"]
    problem(shop.send("POST", f"{address}liquidacion/"), 422)


@pytest.mark.parametrize("at", ["/espacios/{}/", "/api/espacios/{}/"])
def test_no_cache_between_makes_one_visitor_of_all_it_serves(
    client: Client, at: str
) -> None:
    answer = client.get(at.format(make_offering().code))
    assert COOKIE in answer.cookies
    assert {"private", "no-cache"} <= set(answer["Cache-Control"].split(", "))
