"""What a person decided about one upload on its page, and the import that follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping as Table
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from geo.exchange.dialect import decimal_named, separator_named
from geo.exchange.mapping import Mapping
from geo.exchange.options import ImportOptions, Outside, Progress, Silent
from geo.exchange.planning import called_like
from geo.exchange.positions import crs_named
from geo.exchange.reading import Reading
from geo.exchange.register import Importable
from geo.exchange.targets import targets_of

CERTAINTY: Final = "derived"
"""What the command says of rows too, when nobody says how sure they are."""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """Everything the page asks; what is empty the loader finds out by itself."""

    layer: str = ""
    crs: str = ""
    encoding: str = ""
    separator: str = ""
    decimal: str = ""
    x: str = ""
    y: str = ""
    swap: bool = False
    as_points: bool = False
    outside: str = Outside.REFUSE.value
    repair: bool = False
    columns: Table[str, str] = field(default_factory=dict)
    """Field or link → column of the file; empty where nothing fills it."""
    values: Table[str, str] = field(default_factory=dict)
    """Field → the same value for every row, or a pattern with braces."""

    @property
    def mark(self) -> str:
        """The separator as a form names it: a tab cannot be seen."""
        return "tab" if self.separator == "\t" else self.separator

    @classmethod
    def stored(cls, raw: dict[str, Any]) -> Self:
        """Choices as an upload keeps them."""
        return cls(**raw)

    def to_store(self) -> dict[str, Any]:
        """The same as JSON."""
        return asdict(self)

    def reading(self) -> Reading:
        """How the file is to be read.

        Raises:
            UnknownCrs: there is no such CRS.
            WrongMapping: there is no such separator or decimal mark.
        """
        return Reading(
            layer=self.layer,
            crs=crs_named(self.crs) if self.crs else None,
            encoding=self.encoding,
            separator=separator_named(self.separator),
            decimal=decimal_named(self.decimal),
            x=self.x,
            y=self.y,
            swap=self.swap,
            as_points=self.as_points,
        )

    def mapping(self, into: Importable) -> Mapping:
        """The mapping that a technician would have written for the command.

        Raises:
            UnknownCrs: there is no such CRS.
        """
        links = {link.field for link in into.links}
        named = {name: column for name, column in self.columns.items() if column}
        free = {name: text for name, text in self.values.items() if name not in named}
        return Mapping(
            reading=self.reading(),
            fields={name: column for name, column in named.items() if name not in links},
            links={name: column for name, column in named.items() if name in links},
            constants={
                name: text for name, text in free.items() if text and "{" not in text
            },
            generate={name: text for name, text in free.items() if "{" in text},
            left_alone=frozenset(self.columns) - frozenset(named),
        )

    def options(
        self,
        into: Importable,
        *,
        now: dt.datetime,
        source: str,
        report: Path,
        run: int | None,
        by: str = "",
        progress: Progress | None = None,
    ) -> ImportOptions:
        """The import as the loader knows it; without a `run` it is a dry one.

        Raises:
            UnknownCrs: there is no such CRS.
        """
        return ImportOptions(
            now=now,
            mapping=self.mapping(into),
            constants={"source": source, "certainty": CERTAINTY},
            outside=Outside(self.outside),
            repair=self.repair,
            dry_run=run is None,
            run=run,
            by=by,
            report=report,
            settle=False,  # in the background, after the commit
            progress=progress or Silent(),
        )


@dataclass(frozen=True, kw_only=True)
class Place:
    """A field or link of the layer, with what fills it."""

    name: str
    title: str
    is_required: bool
    column: str
    value: str
    words: tuple[tuple[str, str], ...] = ()
    takes_value: bool = True
    by_location: bool = False


def places(
    into: Importable, columns: tuple[str, ...], choices: Choices, *, source: str
) -> list[Place]:
    """What each field and link is filled with: as chosen, else as the loader proposes."""
    usual = {"source": source, "certainty": CERTAINTY}

    def column_for(name: str) -> str:
        if name in choices.columns:
            chosen = choices.columns[name]
            return chosen if chosen in columns else ""
        return "" if name in usual else called_like(name, columns, into)

    found = [
        Place(
            name=target.name,
            title=str(target.title),
            is_required=target.required,
            column=column_for(target.name),
            value=choices.values.get(target.name, usual.get(target.name, "")),
            words=tuple((value, str(word)) for value, word in target.words),
        )
        for target in targets_of(into)
    ]
    for link in into.links:
        if link.key:
            meta = into.model._meta.get_field(link.field)
            found.append(
                Place(
                    name=link.field,
                    title=str(getattr(meta, "verbose_name", link.field)),
                    is_required=not (meta.null or link.ground),
                    column=column_for(link.field),
                    value="",
                    takes_value=False,
                    by_location=bool(link.ground),
                )
            )
    return sorted(found, key=lambda place: not place.is_required)
