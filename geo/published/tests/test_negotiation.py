"""The client gets the format and the compression it asked for."""

from __future__ import annotations

import pytest

from geo.published.negotiation import chosen_encoding, chosen_format
from geo.published.refusals import BadParameter, NotAcceptable

OFFERED = {"json": ("application/geo+json", "application/json"), "html": ("text/html",)}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("f", "accept", "chosen"),
    [
        pytest.param(None, "", "json", id="nothing said"),
        pytest.param(None, "*/*", "json", id="anything"),
        pytest.param(None, "application/geo+json", "json", id="GeoJSON"),
        pytest.param(None, "application/json;q=0.9, text/html;q=0.1", "json", id="weighed"),
        pytest.param(None, BROWSER, "html", id="a browser"),
        pytest.param("json", BROWSER, "json", id="f before Accept"),
        pytest.param("html", "application/json", "html", id="f against Accept"),
    ],
)
def test_the_format_is_the_one_asked_for(f: str | None, accept: str, chosen: str) -> None:
    assert chosen_format(f, accept, OFFERED) == chosen


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(BadParameter):
        chosen_format("../../etc/passwd", "", OFFERED)
    with pytest.raises(NotAcceptable):
        chosen_format(None, "application/x-nonsense", OFFERED)
    with pytest.raises(NotAcceptable):
        chosen_format(None, "application/json;q=0, application/*;q=0", OFFERED)


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("gzip;q=0.8, br;q=0.2", "gzip"),
        ("gzip, *;q=0.5", "gzip"),
        ("gzip;q=0.5, identity;q=0.5, *;q=0", "gzip"),
        ("gzip;q=0.5, identity", None),
        ("*;q=0", None),
        ("identity", None),
        ("", None),
    ],
)
def test_the_compression_is_one_the_client_takes(header: str, chosen: str | None) -> None:
    assert chosen_encoding(header, ("br", "gzip")) == chosen
