"""Requests are read as HTTP means them."""

from __future__ import annotations

import pytest
from django.utils import translation

from geo.published.refusals import BadParameter
from geo.published.wire import Request


def asked(query: str | bytes = "", *lines: tuple[bytes, bytes]) -> Request:
    return Request.from_scope(
        {
            "method": "GET",
            "path": "/ogc",
            "query_string": query if isinstance(query, bytes) else query.encode(),
            "scheme": "http",
            "headers": list(lines),
        }
    )


def test_letters_may_be_sent_as_they_are() -> None:
    request = asked("q=públicas&name=%C3%B1+ñ")
    assert request.given.pairs == (("q", "públicas"), ("name", "ñ ñ"))
    assert request.query == "q=p%C3%BAblicas&name=%C3%B1+%C3%B1"


@pytest.mark.parametrize("query", [b"q=\xff", b"q=%C3\xb1x%C3"])
def test_bytes_that_are_no_letters_are_refused(query: bytes) -> None:
    with pytest.raises(BadParameter):
        assert asked(query).given


def test_lines_of_one_header_are_one_list() -> None:
    request = asked(
        "",
        (b"accept", b"text/html"),
        (b"Accept", b"application/json"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
    )
    assert request.headers["accept"] == "text/html, application/json"
    assert request.headers["cookie"] == "a=1; b=2"


@pytest.mark.parametrize("code", ["es", "en", "es-BO"])
def test_a_language_that_is_spoken_is_taken(code: str) -> None:
    request = asked(f"lang={code}")
    assert request.given.find("lang") == code
    assert request.language == code[:2]


@pytest.mark.parametrize("query", ["lang=qu", "lang=", "lang=es&lang=en", "lang=../es"])
def test_a_language_that_is_not_is_refused(query: str) -> None:
    with translation.override("en"), pytest.raises(BadParameter, match="lang"):
        assert asked(query).given
