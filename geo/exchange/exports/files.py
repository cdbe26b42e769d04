"""Files on their way out: made in a folder that is gone before the first byte leaves."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import shutil
import time
from collections.abc import AsyncGenerator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Final
from weakref import WeakSet

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from geo.exchange.exports.order import Ending, Order, Report
from geo.exchange.exports.writers import Writers
from geo.published.refusals import ReadRefused, TooBusy

PIECE: Final = 256 * 1024
MOST_LEAVING: Final = 32
"""Finished files per server process; each keeps its bytes on the disk until it is sent."""
FORGOTTEN_SECONDS: Final = 86_400
"""Age of a folder whose server died before it could remove it."""

writers: Final = Writers()
_leaving: WeakSet[BinaryIO] = WeakSet()


class TooManyRows(ReadRefused):
    """More rows than the format can hold."""

    sentence = _(
        "This format holds %(most)d rows at most, and %(rows)d are asked for. Choose "
        "fewer, for instance one district, one kind or the part of the map you look at, "
        "or take another format, such as GeoPackage or CSV."
    )


def folder() -> Path:
    """Where files are made; what a dead server left there long ago is removed."""
    place = Path(settings.VAR) / "exports"
    place.mkdir(parents=True, exist_ok=True)
    oldest = time.time() - FORGOTTEN_SECONDS
    for forgotten in place.iterdir():
        if forgotten.stat(follow_symlinks=False).st_mtime < oldest:
            shutil.rmtree(forgotten, ignore_errors=True)
    return place


def check(report: Report, most_rows: int | None) -> None:
    """Refuse when the writer refused.

    Raises:
        TooManyRows: more rows than the format can hold.
    """
    if report.ending is Ending.TOO_MANY:
        raise TooManyRows(most=most_rows, rows=report.rows)


async def made(order: Order) -> tuple[BinaryIO, Report]:
    """The order's file, open and already without a name, and what the writer says of it.

    Nothing can leave it behind: the disk forgets it when it is closed.

    Raises:
        TooManyRows: more rows than the format can hold.
        TooBusy: all writers have work, or too many finished files wait to be sent.
        DatabaseAway: the database does not answer; TookTooLong if not in time.
    """
    if len(_leaving) >= MOST_LEAVING:
        raise TooBusy
    with TemporaryDirectory(dir=folder(), prefix=f"{order.name}-") as own:
        ordered = dataclasses.replace(order, file=Path(own) / order.file.name)
        report = await writers.make(ordered)
        check(report, order.most_rows)
        file = ordered.file.open("rb")
    _leaving.add(file)
    return file, report


def size_of(file: BinaryIO) -> int:
    """Bytes of an open file."""
    return os.fstat(file.fileno()).st_size


async def pieces(file: BinaryIO) -> AsyncGenerator[bytes]:
    """The file's bytes, read outside the event loop; closes it."""
    with file:
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece
