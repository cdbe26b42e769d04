"""What the things are called that obligations are for, and which ones a text may mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from apps.treasury.models import Obligation

Namer = Callable[[Sequence["Obligation"]], Mapping[int, str]]
"""Gives a name by the number of the obligation, for all of them at once."""

Finder = Callable[[str], Iterable[str]]
"""Gives the keys of the things that people know under this number."""

_finders: Final[dict[str, Finder]] = {}
_namers: Final[dict[str, Namer]] = {}


def names_things(about_kind: str, namer: Namer) -> None:
    """Have `namer` say what obligations for things of this kind are for."""
    if _namers.setdefault(about_kind, namer) is not namer:
        raise ValueError(f"{about_kind!r} is named already")


def finds_things(about_kind: str, finder: Finder) -> None:
    """Have `finder` say which things of this kind go by a number that people know.

    Their keys are then not looked for any more: one thing's key may be another's number.
    """
    if _finders.setdefault(about_kind, finder) is not finder:
        raise ValueError(f"{about_kind!r} is found already")


def things_found(text: str) -> dict[str, list[str]]:
    """Keys of the things that go by this number, for each kind that has numbers."""
    return {kind: list(finder(text)) for kind, finder in _finders.items()}


def things_named(obligations: Iterable[Obligation]) -> dict[int, str]:
    """What each is for, in words; its key where no system has any."""
    by_kind: dict[str, list[Obligation]] = {}
    for each in obligations:
        by_kind.setdefault(each.about_kind, []).append(each)
    named = {each.pk: each.key for some in by_kind.values() for each in some}
    for kind, some in by_kind.items():
        if kind in _namers:
            named |= _namers[kind](some)
    return named
