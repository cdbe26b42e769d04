"""Kinds of work in the field: systems above say what they send along and do with it.

A system registers its kinds when it is ready, so this register knows none of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.contrib.gis.geos import Point
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.fieldwork.models import Event
from apps.fieldwork.terms import Outcome
from geo.access import Permission, Viewer
from geo.errors import Refusal


@dataclass(frozen=True, kw_only=True)
class Packed:
    """What a collector carries along of one thing."""

    title: str
    subtitle: str = ""
    base: str = ""
    """Which state of things this is; comes back with each event."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """As the kind's own part of the protocol says; JSON."""
    thumbnails: tuple[str, ...] = ()
    """Tokens of attached pictures, the newest first."""


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What was done about an event, in words for the collector where it needs some."""

    outcome: Outcome = Outcome.APPLIED
    message: str = ""


def _acts(events: Sequence[Event]) -> Mapping[UUID, str]:
    return {each.pk: f"{each.about_id} · {each.act}" for each in events}


def _nothing(ids: Sequence[str], on: dt.date) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class FieldKind:
    """One kind of work in the field."""

    code: str
    """For ever, as `water.collection`."""
    title: str | Promise
    about: str
    """Kind of the things that are visited, as `water.account`."""
    permission: Permission
    """What whoever goes there must hold besides `fieldwork.collect`."""
    places: Callable[[Sequence[str]], Mapping[str, Point | None]]
    """Where the things with these keys lie; keys of nothing are left out."""
    pack: Callable[[Sequence[str], dt.date], Mapping[str, Packed]]
    """What is carried along of these things, as it stands on a day; set-based."""
    common: Callable[[Sequence[str], dt.date], Mapping[str, Any]] = _nothing
    """What is carried along once, for all of them together."""
    apply: Callable[[Event, Viewer], Applied]
    """Do what an event asks, in its transaction; may refuse."""
    tell: Callable[[Sequence[Event]], Mapping[UUID, str]] = _acts
    """What happened at which thing, in a few words for supervisors; set-based."""
    office: str = ""
    """Code of the office whose receipts are given out; empty where no money is taken."""


class UnknownFieldKind(Refusal):
    """No system does work of this kind."""

    def __init__(self, code: str) -> None:
        super().__init__(
            _("Work of the kind “%s” is not known here. It was kept, and nothing done.")
            % code
        )


_kinds: Final[dict[str, FieldKind]] = {}


def register_field_kind(kind: FieldKind) -> FieldKind:
    """Let work of this kind be assigned and sent."""
    return _kinds.setdefault(kind.code, kind)


def field_kind(code: str) -> FieldKind:
    """The kind of this code.

    Raises:
        UnknownFieldKind: no system has registered it.
    """
    if code not in _kinds:
        raise UnknownFieldKind(code)
    return _kinds[code]


def told(events: Iterable[Event]) -> list[tuple[Event, str]]:
    """The events, each with what happened in a few words."""
    rows = list(events)
    words: dict[UUID, str] = {}
    for code in {each.kind for each in rows}:
        tell = _kinds[code].tell if code in _kinds else _acts
        words.update(tell([each for each in rows if each.kind == code]))
    return [(each, words.get(each.pk, each.act)) for each in rows]


def field_kinds() -> list[FieldKind]:
    """Every kind, by its code."""
    return [_kinds[code] for code in sorted(_kinds)]
