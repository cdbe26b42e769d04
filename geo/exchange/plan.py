"""What a file's columns become in a layer, decided before the first row is read."""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from string import Formatter
from typing import Final

from geo.exchange.register import Importable, Link
from geo.exchange.targets import Target

LINE: Final = "line"
"""What a pattern calls the row's number."""


@dataclass(frozen=True, kw_only=True)
class Filling:
    """How one field gets its value: from a column, a pattern, or the same for all."""

    target: Target
    column: str = ""
    pattern: str = ""
    constant: str | None = None
    words: Table[str, str] = field(default_factory=dict)
    """Folded word of the file → stored value."""
    otherwise: str | None = None
    """Stored value for every word that is not listed."""

    @property
    def staged(self) -> bool:
        """Whether the value differs from row to row."""
        return bool(self.column or self.pattern)


@dataclass(frozen=True, kw_only=True)
class Joining:
    """How one link is found: by a column, or by location."""

    link: Link
    column: str = ""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Everything needed to bring a file's rows into a layer."""

    into: Importable
    fillings: tuple[Filling, ...]
    joinings: tuple[Joining, ...]
    only: Table[str, frozenset[str]]
    """Column → values; rows with another are passed over."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the file that must be read."""
        wanted = [filling.column for filling in self.fillings if filling.column]
        for filling in self.fillings:
            wanted += names_in(filling.pattern)
        wanted += [joining.column for joining in self.joinings if joining.column]
        return tuple(dict.fromkeys([*wanted, *self.only]))

    @property
    def staged(self) -> tuple[Filling, ...]:
        """Fields whose values travel with the rows."""
        return tuple(filling for filling in self.fillings if filling.staged)

    @property
    def named(self) -> tuple[Joining, ...]:
        """Links whose other row a column names."""
        return tuple(joining for joining in self.joinings if joining.column)


def names_in(pattern: str) -> list[str]:
    """Columns that a pattern such as `{manzano}-{line:03}` names.

    >>> names_in("{manzano}-{line:03}")
    ['manzano']
    """
    names = [name for _text, name, _spec, _how in Formatter().parse(pattern) if name]
    return [name for name in names if name != LINE]
