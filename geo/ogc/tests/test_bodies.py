"""What may be sent is said, and refused in the standard's own way if it is not said."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from geo.access import Audience, Viewer
from geo.errors import Refusal
from geo.errors_http import status_of
from geo.layers import Layer, find_layer
from geo.ogc.features.editing import edit
from geo.ogc.methods import bodies_at, methods_at
from geo.published.wire import Request

ITEMS = "/ogc/collections/place-names/items"


@pytest.fixture
def places() -> Layer:
    found = find_layer("place-names", Audience.STAFF)
    assert found is not None and found.editing is not None
    return found


def asking(layer: Layer, method: str, path: str, **headers: str) -> Request:
    """A request by whoever may edit the layer."""
    assert layer.editing is not None
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request(
        method=method,
        path=path,
        query="",
        scheme="http",
        headers={"authorization": "Basic x", **named},
        viewer=Viewer(
            name="clerk", is_staff=True, grants=frozenset({layer.editing.permission.name})
        ),
    )


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({}, 400, id="not said"),
        pytest.param({"content_type": ""}, 400, id="nothing said"),
        pytest.param({"content_type": "text/xml"}, 415, id="another type"),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_a_body_of_an_unsaid_type_is_a_bad_request(
    places: Layer, method: str, headers: dict[str, str], status: int
) -> None:
    name = None if method == "POST" else "1"
    sent = RequestFactory().generic(method, ITEMS, b"{}", content_type="text/xml")
    with pytest.raises(Refusal, match="application/geo\\+json") as refusal:
        edit(asking(places, method, ITEMS, **headers), sent, places, name)
    assert status_of(refusal.value) == status


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (ITEMS, {"accept-post": "application/geo+json, application/json"}),
        (
            f"{ITEMS}/1",
            {
                "accept-patch": "application/merge-patch+json, application/geo+json, "
                "application/json"
            },
        ),
        ("/ogc/processes/summarise/execution", {"accept-post": "application/json"}),
        ("/ogc/collections/works/items", {}),
        ("/ogc/jobs/1", {}),
    ],
)
def test_options_say_what_may_be_sent(
    places: Layer, path: str, said: dict[str, str]
) -> None:
    request = asking(places, "OPTIONS", path)
    assert bodies_at(request, methods_at(request)) == said
