"""Which records a question means. There are as many as layers, so they are just read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import shapely

from geo.ogc.records.question import RecordQuestion, folded
from geo.published.bounds import Bounds
from geo.published.times import Times

Document = dict[str, Any]


def _is_in(bounds: Bounds, record: Document) -> bool:
    # A layer of one point has a polygon without area, which intersects nothing.
    place = shapely.make_valid(shapely.geometry.shape(record["geometry"]))
    return bool(shapely.intersects(shapely.from_wkt(bounds.wkt), place))


def _is_within(times: Times, record: Document) -> bool:
    if record["time"] is None:  # matches every span (OGC 17-069r4, fc-time-response, C)
        return True
    begin, end = map(dt.datetime.fromisoformat, record["time"]["interval"])
    begins_in_time = times.last is None or begin <= times.last
    return begins_in_time and (times.first is None or end >= times.first)


def _texts(record: Document) -> list[str]:
    """What a search for words looks through: a phrase stands in one of them."""
    said = record["properties"]
    return list(map(folded, (said["title"], said["description"], *said["keywords"])))


def _identifiers(record: Document) -> set[str]:
    """What `externalIds` may say of the record: value, scheme, or both with a colon."""
    found: set[str] = set()
    for each in record["properties"]["externalIds"]:
        scheme, value = each["scheme"], each["value"]
        found |= {value, scheme, f"{scheme}:{value}"}
    return found


def _conditions(question: RecordQuestion, record: Document) -> Iterator[bool]:
    said = record["properties"]
    if question.ids is not None:
        yield record["id"] in question.ids
    if question.types is not None:
        yield said["type"] in question.types
    if question.external_ids is not None:
        yield not _identifiers(record).isdisjoint(question.external_ids)
    if question.words is not None:
        texts = _texts(record)
        yield any(word in text for word in question.words for text in texts)
    if question.bounds is not None:
        yield _is_in(question.bounds, record)
    if question.times is not None:
        yield _is_within(question.times, record)


def _key(record: Document, name: str) -> str:
    return folded(record["id"] if name == "id" else record["properties"][name])


def found(records: Iterable[Document], question: RecordQuestion) -> list[Document]:
    """Every record that fulfils `question`, in the order it asks for."""
    chosen = [each for each in records if all(_conditions(question, each))]
    for name, downwards in reversed(question.sorting):
        chosen.sort(key=lambda record: _key(record, name), reverse=downwards)
    return chosen
