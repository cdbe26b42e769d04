"""What an opened event says, checked word by word."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

VERSION: Final = 1
LONGEST: Final = 64 * 1024
MOST_FILES: Final = 20
LARGEST_SEQ: Final = 2**31 - 1

Value = TypeVar("Value")


class NotUnderstood(ValueError):
    """The event does not say what an event says; the argument names the member."""


@dataclass(frozen=True, kw_only=True)
class Fix:
    """Where the telephone believed to be."""

    lon: float
    lat: float
    accuracy_m: float | None


@dataclass(frozen=True, kw_only=True)
class Happening:
    """An event as the telephone told it."""

    id: UUID
    device: UUID
    seq: int
    kind: str
    act: str
    assignment: UUID | None
    item: int | None
    about_kind: str
    about_id: str
    at: dt.datetime
    position: Fix | None
    base: str
    body: Mapping[str, Any]
    files: tuple[Mapping[str, Any], ...]


def read_happening(plaintext: bytes) -> Happening:
    """The event in these bytes.

    Raises:
        NotUnderstood: they say something else.
    """
    if len(plaintext) > LONGEST:
        raise NotUnderstood("size")
    try:
        told = _whole(json.loads(plaintext))
    except (ValueError, RecursionError) as error:
        raise NotUnderstood("json") from error
    if not isinstance(told, dict) or told.get("v") != VERSION:
        raise NotUnderstood("v")
    if "\\u0000" in json.dumps(told):
        raise NotUnderstood("NUL")
    about = told.get("about") or {}
    return Happening(
        id=_read(told, "id", UUID),
        device=_read(told, "device", UUID),
        seq=_read(told, "seq", _count),
        kind=_text(told, "kind", 60),
        act=_text(told, "act", 40),
        assignment=_perhaps(told, "assignment", UUID),
        item=_perhaps(told, "item", _count),
        about_kind=_text(about, "kind", 60) if about else "",
        about_id=_text(about, "id", 80) if about else "",
        at=_read(told, "at", aware),
        position=_perhaps(told, "position", _fix),
        base=_perhaps(told, "base", str) or "",
        body=_perhaps(told, "body", _object) or {},
        files=_perhaps(told, "files", _files) or (),
    )


def _whole(told: Any) -> Any:
    """The same with a question mark for each half of a letter: a text that was cut short
    within one is kept all the same."""
    text = json.dumps(told, ensure_ascii=False)
    return told if text.isascii() else json.loads(text.encode(errors="replace"))


def _read(told: Mapping[str, Any], name: str, read: Callable[[Any], Value]) -> Value:
    try:
        return read(told[name])
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise NotUnderstood(name) from error


def _perhaps(
    told: Mapping[str, Any], name: str, read: Callable[[Any], Value]
) -> Value | None:
    return None if told.get(name) is None else _read(told, name, read)


def _text(told: Mapping[str, Any], name: str, longest: int) -> str:
    value = told.get(name) if isinstance(told, Mapping) else None
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise NotUnderstood(name)
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    if not 0 < value <= LARGEST_SEQ:
        raise ValueError
    return value


def aware(value: Any) -> dt.datetime:
    """A time with its offset from UTC."""
    at = dt.datetime.fromisoformat(value)
    if at.tzinfo is None:
        raise ValueError
    return at.astimezone(dt.UTC)


def _fix(value: Any) -> Fix:
    lon, lat = float(value["lon"]), float(value["lat"])
    told = value.get("accuracy_m")
    accuracy = None if told is None else float(told)
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError
    if accuracy is not None and not (accuracy >= 0 and math.isfinite(accuracy)):
        raise ValueError
    return Fix(lon=lon, lat=lat, accuracy_m=accuracy)


def _object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _files(value: Any) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(value, list) or len(value) > MOST_FILES:
        raise TypeError
    return tuple({**_object(each), "id": str(UUID(each["id"]))} for each in value)
