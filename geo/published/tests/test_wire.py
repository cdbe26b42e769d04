"""Requests are read as HTTP means them."""

from __future__ import annotations

import pytest
from django.utils import translation

from geo.published.refusals import BadParameter
from geo.published.wire import Request


def asked(query: str = "", *lines: tuple[bytes, bytes]) -> Request:
    return Request.from_scope(
        {
            "method": "GET",
            "path": "/ogc",
            "query_string": query.encode(),
            "scheme": "http",
            "headers": list(lines),
        }
    )


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
