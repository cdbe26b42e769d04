"""What is said of a file as soon as it is there, before anybody is asked about it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from geo.exchange.archives import judge_zip
from geo.exchange.opening import open_features
from geo.exchange.reading import Reading
from geo.exchange.refusals import (
    Damaged,
    DoubtfulPosition,
    MissingPart,
    NotImportable,
    UnknownCrs,
    UnknownFormat,
    UnsafeFile,
)
from geo.exchange.register import Importable
from geo.exchange.sniffing import Format, format_of
from geo.exchange.workbook import is_workbook
from geo.importing.previewing import understand

OPENED_BYTES: Final = 2_000_000
"""Up to here a file is opened at once; unpacking a large one twice would take its time."""

HOPELESS: Final = (UnsafeFile, UnknownFormat, MissingPart, Damaged)
"""What no answer about columns, letters or coordinates mends."""


class Unasked(NotImportable):
    """Somebody would have to be asked about the file, and nobody reads the page."""


def judge(file: Path, into: Importable) -> None:
    """Refuse a file that is not worth keeping.

    Of a large one only the list of what is packed in it is read; the rest is found out
    on its page.

    Raises:
        UnsafeFile: it could harm; TooLarge where it is made to burst.
        UnknownFormat, MissingPart, Damaged: it cannot be read.
    """
    if format_of(file) is Format.ZIP and not is_workbook(file):
        judge_zip(file)
    if file.stat().st_size > OPENED_BYTES:
        return
    reading = into.read_as(Reading())
    try:
        with open_features(file, reading) as source:
            next(source.batches(source.columns), None)
    except HOPELESS:
        raise
    except NotImportable:
        return  # its page asks: which layer, which columns, which coordinates


def judge_for_program(file: Path, into: Importable) -> None:
    """Refuse a file about which its page would ask something: a program reads no page.

    Raises:
        NotImportable: one of its kinds; Unasked where the page would only show it.
    """
    seen = understand(file, Reading(), into)
    if not seen.crs and into.finder is None:
        raise UnknownCrs(_("The file does not say in which CRS its coordinates are."))
    if seen.doubt:
        raise DoubtfulPosition(seen.doubt)
    if not seen.drawn and into.finder is None:
        raise Unasked(_("None of the first rows has a usable geometry."))
    if seen.inside == 0:
        raise Unasked(_("None of the first rows lies in the municipality."))
