"""What pygeoapi reads features through: the same functions as every other reader.

pygeoapi's own reading of the query string is not used: our views have read it strictly
before and leave the question in `asked`.
"""

from __future__ import annotations

import json
from typing import Any

from asgiref.sync import async_to_sync
from django.utils.formats import number_format
from pygeoapi.provider.base import BaseProvider

from geo.layers import find_layer
from geo.ogc.asking import asked, following, found
from geo.ogc.features.saying import said
from geo.ogc.schemas import TYPES
from geo.published.features import read_item, read_page
from geo.published.question import Question


class LayerProvider(BaseProvider):  # type: ignore[misc]  # pygeoapi has no types
    """One published layer as pygeoapi knows it."""

    def __init__(self, definition: dict[str, Any]) -> None:
        super().__init__(definition)
        self._fields: dict[str, Any] = {}
        self.get_fields()

    def get_fields(self) -> dict[str, Any]:
        """Names and types of the properties the viewer may see."""
        question = asked.get(None)
        if question is not None and not self._fields:
            selection = question.selection
            fields = selection.layer.fields_for(selection.audience)
            self._fields = {field.name: dict(TYPES[field.kind]) for field in fields}
        return self._fields

    def query(self, **_given: Any) -> dict[str, Any]:
        """The features that were asked for, as a GeoJSON collection."""
        question = asked.get()
        page = async_to_sync(read_page)(question)
        links = []
        if page.following is not None:
            address = f"{following.get()}&after={page.following}"
            links.append({"rel": "next", "type": "text/html", "href": address})
        features = json.loads(b"".join((b"[", page.features, b"]")))
        found.set(features)
        return {
            "type": "FeatureCollection",
            "features": [_told(question, each) for each in features],
            "numberMatched": page.matched,
            "numberReturned": page.returned,
            "links": links,
            **_shown(question, page.matched),
        }

    def get(self, identifier: str, **_given: Any) -> dict[str, Any]:
        """The feature with this id.

        Raises:
            NotFound: there is none.
        """
        question = asked.get()
        selection = question.selection
        layer = find_layer(self.data, selection.audience) or selection.layer
        read = async_to_sync(read_item)(layer, selection.audience, identifier)
        feature = json.loads(read)
        found.set([feature])
        return {**_told(question, feature), **_shown(question)}


def _told(question: Question, feature: dict[str, Any]) -> dict[str, Any]:
    """The feature, and what its page says of each value."""
    values = feature["properties"]
    words = {field.name: said(field, values.get(field.name)) for field in question.fields}
    return {**feature, "said": words}


def _shown(question: Question, matched: int = 0) -> dict[str, Any]:
    """What the page calls the layer and its columns."""
    return {
        "heading": str(question.selection.layer.title),
        "figure": number_format(matched, force_grouping=True),
        "columns": [
            {"name": field.name, "title": str(field.title)} for field in question.fields
        ],
    }
