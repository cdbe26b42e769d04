"""Brings a folder of real files into the territory: all of them, or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from apps.territory.actions import (
    LAYERS,
    BetterKnown,
    Moved,
    forget,
    make_room,
    settle_territory,
    take_over,
)
from data.sources.source import Source
from data.sources.territory import SOURCES
from geo.access import Viewer
from geo.errors import Refusal
from geo.exchange.importing import import_features
from geo.exchange.mapping import Mapping
from geo.exchange.opening import open_features
from geo.exchange.options import ImportOptions, Progress, Silent
from geo.exchange.outages import explained
from geo.exchange.register import get_importable
from geo.exchange.report import ImportReport
from geo.sql import one_at_a_time

COMPANIONS: Final = (
    *(".shx", ".dbf", ".prj", ".cpg", ".cst", ".qpj", ".shp.xml"),
    *(".qix", ".sbn", ".sbx", ".fbn", ".fbx", ".ain", ".aih", ".atx", ".ixs", ".mxs"),
    *(".qmd", ".qml", ".sld", ".lyr"),
    *("-wal", "-shm", "-journal"),
)
"""Endings of what stands beside a Shapefile or a GeoPackage and is no layer itself."""


class NothingToLoad(Refusal):
    """No file of the folder is one that is known by its name."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _(
                "%(folder)s holds no file of a known name, such as distritos.gpkg, "
                "otbs.shp.zip or calles.geojson. Other files go in with import_layer."
            )
            % {"folder": folder.name}
        )


class FileRefused(Refusal):
    """One file could not be read at all, so none was loaded."""

    def __init__(self, file: Path, why: Refusal) -> None:
        super().__init__(f"{file.name}: {why}")


class NothingUsable(Refusal):
    """Every row of a file was refused: what it would replace stays."""

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        super().__init__(_("no row could be used, so what was there stays."))


@dataclass(frozen=True, kw_only=True)
class Found:
    """A file of the folder and what it is."""

    file: Path
    source: Source


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one file."""

    file: str
    layer: str
    replaced: int = 0
    """Rows that left for it."""
    merged: int = 0
    """Rows of it that became one with others."""
    report: ImportReport | None = None
    why_not: str = ""
    """Why it was not loaded, if it was not."""


@dataclass(frozen=True, kw_only=True)
class FolderReport:
    """What became of a folder."""

    outcomes: tuple[Outcome, ...]
    unknown: tuple[str, ...]
    """Files that nothing is known about."""
    moved: tuple[Moved, ...]
    """What stands elsewhere now."""


@dataclass(frozen=True, kw_only=True)
class LoadOptions:
    """What a person decides about loading a folder."""

    now: dt.datetime
    by: Viewer
    repair: bool = False
    dry_run: bool = False
    reports: Path | None = None
    """Folder that gets a list of refused rows for each file."""
    progress: Progress | None = None


def load_folder(folder: Path, options: LoadOptions) -> FolderReport:
    """Replace what is drawn by what the files of `folder` bring, in one transaction.

    Each kind that a file brings replaces the drawn rows of that kind and no other;
    afterwards the territory settles, and what stands on it is placed anew.

    Raises:
        NothingToLoad: no file has a known name.
        FileRefused: a file cannot be read; nothing was loaded.
        DatabaseStopped: the database went away; nothing was loaded.
    """
    files = sorted(each for each in folder.iterdir() if each.is_file())
    found = list(_known(files))
    if not found:
        raise NothingToLoad(folder)
    with explained() as outcome, transaction.atomic():
        one_at_a_time("territory.load")
        former = {each.file: forget(each.source.delivery, by=options.by) for each in found}
        outcomes = [_load(each, former[each.file], options) for each in found]
        moved = settle_territory(now=options.now)
        transaction.set_rollback(options.dry_run)
        outcome.committing = True
    spare = list(_spare(files, found))
    known = {each.file for each in found} | {file for file, _source in spare}
    known |= {file for file in files if _is_companion(file, of=known)}
    return FolderReport(
        outcomes=(*outcomes, *(_not_needed(file, source) for file, source in spare)),
        unknown=tuple(file.name for file in files if file not in known),
        moved=tuple(moved),
    )


def _known(files: list[Path]) -> Iterator[Found]:
    """Files to load, one for each source, in the order in which layers lean on others."""
    for source in sorted(SOURCES, key=lambda each: LAYERS.index(each.layer)):
        brought = [
            file
            for pattern in source.files
            for file in files
            if _is(file, pattern) and not _is_companion(file)
        ]
        if brought:
            yield Found(file=brought[0], source=source)


def _is(file: Path, pattern: str) -> bool:
    return Path(file.name.lower()).match(pattern)


def _is_companion(file: Path, of: Iterable[Path] | None = None) -> bool:
    """Whether `file` belongs to another one, by its ending; to one `of` these, if given."""
    name = file.name.lower()
    ending = next((each for each in COMPANIONS if name.endswith(each)), "")
    if not ending or of is None:
        return bool(ending)
    stem = name.removesuffix(ending)
    return any(stem in (each.name.lower(), each.stem.lower()) for each in of)


def _spare(files: list[Path], found: list[Found]) -> Iterator[tuple[Path, Source]]:
    """Files that bring what another one of the same source brings already."""
    taken = {each.file for each in found}
    for file in files:
        source = next((each for each in SOURCES if each.brings(file)), None)
        if source is not None and file not in taken and not _is_companion(file):
            yield file, source


def _not_needed(file: Path, source: Source) -> Outcome:
    return Outcome(
        file=file.name,
        layer=source.layer,
        why_not=_("another file of the same source was loaded."),
    )


def _load(found: Found, former: int, options: LoadOptions) -> Outcome:
    """Bring one file in, or leave everything as it was; `former` rows of it are gone."""
    source, name = found.source, found.file.name
    try:
        with transaction.atomic():
            replaced = make_room(source.delivery, by=options.by)
            report = _import(found, options)
            if not report.loaded:
                raise NothingUsable(report)
            merged = take_over(source.delivery, by=options.by)
    except NothingUsable as refusal:
        if former:
            raise FileRefused(found.file, refusal) from refusal
        return Outcome(
            file=name, layer=source.layer, report=refusal.report, why_not=str(refusal)
        )
    except BetterKnown as refusal:
        return Outcome(file=name, layer=source.layer, why_not=str(refusal))
    except Refusal as refusal:
        raise FileRefused(found.file, refusal) from refusal
    return Outcome(
        file=name,
        layer=source.layer,
        replaced=former + replaced,
        merged=merged,
        report=report,
    )


def _import(found: Found, options: LoadOptions) -> ImportReport:
    """Bring the rows of one file in, as every import does."""
    source, reading = found.source, found.source.mapping.reading
    with open_features(found.file, reading) as features:
        return import_features(
            features,
            get_importable(source.layer),
            ImportOptions(
                now=options.now,
                mapping=_with_provenance(source),
                outside=source.outside,
                repair=options.repair,
                report=options.reports and options.reports / f"{found.file.stem}.csv",
                settle=False,
                progress=options.progress or Silent(),
            ),
        )


def _with_provenance(source: Source) -> Mapping:
    """The mapping, with what every row says about where it comes from."""
    provenance = {"source": source.says, "certainty": source.certainty.value}
    return replace(source.mapping, constants={**source.mapping.constants, **provenance})
