"""The `sortby` parameter, and the cursor that says where a sorted page ended.

Source: OGC 20-004r1 (Records), clause 8.5 (sorting), whose `sortby` this is.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from geo.access import Audience
from geo.layers import Field, Kind, Layer
from geo.published.refusals import BadParameter, Words
from geo.published.values import Value, fits, read_value

MOST_KEYS: Final = 8
"""Properties to sort by; every one makes the condition of the next page longer."""
LONGEST_CURSOR: Final = 8000
"""Characters; a cursor holds the values of one row."""

_NO_KEY = _("“sortby” names a property that is not here: “%(name)s”. These are: %(known)s.")
_TWICE = _("“sortby” names “%(name)s” twice.")
_TOO_MANY = _("“sortby” may name at most %(most)s properties.")
_NO_CURSOR = _(
    "“after” does not continue this “sortby”. Follow the “next” links as they are, "
    "or begin without it."
)


@dataclass(frozen=True, kw_only=True)
class SortKey:
    """A field to sort by, and in which direction; rows without a value come last."""

    field: Field
    descending: bool = False


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """Where a sorted page ended: the keys' values in its last row, and that row's id."""

    values: tuple[Value | None, ...]
    """None of them where they are too long for an address; then the row is asked."""
    id: int


def sortable(layer: Layer, audience: Audience) -> dict[str, Field]:
    """The fields that `audience` may sort `layer` by; lists have no order."""
    fields = layer.fields_for(audience)
    lists = (Kind.TEXTS, Kind.INTEGERS)
    return {field.name: field for field in fields if field.kind not in lists}


def signed_names(text: str, known: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The names that `sortby=text` lists, and whether each is to sort downwards.

    Raises:
        BadParameter: a name is not among the `known`.
    """
    names = list(known)
    for part in text.split(","):
        # A "+" that was not percent-encoded arrives as a blank.
        name = part.removeprefix("-") if part[:1] == "-" else part.lstrip("+ ")
        if name not in names:
            raise BadParameter(_NO_KEY, name=name, known=Words(", ".join(names)))
        yield name, part[:1] == "-"


def parse_sortby(text: str, layer: Layer, audience: Audience) -> tuple[SortKey, ...]:
    """The keys that `sortby=text` means, the most important first.

    Raises:
        BadParameter: it names a property twice, or one that cannot be sorted by.
    """
    known = sortable(layer, audience)
    keys: dict[str, SortKey] = {}
    for name, descending in signed_names(text, known):
        if name in keys:
            raise BadParameter(_TWICE, name=name)
        keys[name] = SortKey(field=known[name], descending=descending)
    if len(keys) > MOST_KEYS:
        raise BadParameter(_TOO_MANY, most=MOST_KEYS)
    return tuple(keys.values())


def cursor_text(row: bytes) -> str:
    """The opaque `after` for the row whose keys and id are the JSON list `row`.

    Where the keys are too long it holds the id alone.
    """
    text = _encoded(row)
    if len(text) <= LONGEST_CURSOR:
        return text
    return _encoded(json.dumps({"id": json.loads(row)[-1]}).encode())


def _encoded(row: bytes) -> str:
    return base64.urlsafe_b64encode(row).rstrip(b"=").decode()


def _value(key: SortKey, value: Any) -> Value | None:
    if value is None:
        return None
    if not fits(key.field, value):
        raise BadParameter(_NO_CURSOR)
    if key.field.kind in (Kind.DATE, Kind.DATETIME):
        return read_value(key.field, value)
    found: Value = value
    return found


def parse_cursor(text: str, keys: tuple[SortKey, ...]) -> Cursor:
    """Where the page before ended, as its `next` link says.

    Raises:
        BadParameter: it is no cursor of ours, or one of another `sortby`.
    """
    try:
        if len(text) > LONGEST_CURSOR:
            raise ValueError
        padded = text + "=" * (-len(text) % 4)
        row = base64.b64decode(padded, altchars="-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise BadParameter(_NO_CURSOR) from error
    return cursor_of(row, keys)


def cursor_of(row: bytes | None, keys: tuple[SortKey, ...]) -> Cursor:
    """Where a page ended whose last row has the keys and id, or the id alone, in `row`.

    Raises:
        BadParameter: that is no row of such keys; None is none at all.
    """
    try:
        said = json.loads(row or b"")
        is_short = isinstance(said, dict)
        *found, last = [said["id"]] if is_short else said
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadParameter(_NO_CURSOR) from error
    if len(found) != (0 if is_short else len(keys)):
        raise BadParameter(_NO_CURSOR)
    if type(last) is not int or not 0 <= last < 2**63:
        raise BadParameter(_NO_CURSOR)
    pairs = zip(keys, found, strict=False)
    return Cursor(values=tuple(_value(key, value) for key, value in pairs), id=last)
