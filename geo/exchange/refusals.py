"""Why a whole file was refused, in sentences that say what to do."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from geo.errors import Refusal


class NotImportable(Refusal):
    """The file cannot be taken as it is."""


class NoSuchFile(NotImportable):
    """There is no readable file of that name."""


class UnknownFormat(NotImportable):
    """The content is none of the formats that are read."""

    def __init__(self, found: str = "") -> None:
        text = _(
            "This is not a file the importer reads. It takes GeoPackage, Shapefile "
            "(zipped), GeoJSON, FlatGeobuf, KML/KMZ, CSV and workbooks (XLSX, ODS, XLS)."
        )
        super().__init__(f"{text} {found}".strip())


class UnsafeFile(NotImportable):
    """The file could harm the machine that opens it."""


class TooLarge(UnsafeFile):
    """It is more than is taken, or made to burst; nobody opened it."""


class MissingPart(NotImportable):
    """A file that belongs to this one is not there."""


class Damaged(NotImportable):
    """The file is cut short or broken."""


class UnknownCrs(NotImportable):
    """Nobody says in which CRS the coordinates are, or the one given is unknown."""


class DoubtfulPosition(NotImportable):
    """The coordinates cannot be what the file says they are."""


class OtherLetters(NotImportable):
    """The text is not written in the encoding it is read in."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The letters of the file cannot be read in that encoding. Choose another "
                "one, or save the file as UTF-8."
            )
        )


class WrongMapping(NotImportable):
    """The mapping names what is not there, or leaves out what is needed."""


class DatabaseStopped(Refusal):
    """The database went away while importing."""


class DatabaseRefused(Refusal):
    """The database itself refused the rows as a whole."""


class NotSettled(Refusal):
    """Rows are in, but what depends on them is not up to date."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The rows are in the register, but what depends on them (names for the "
                "search, districts, findings) could not be brought up to date, because "
                "the database failed. It will be at the next import."
            )
        )


def listed(names: Iterable[str]) -> str:
    """Names as one enumeration for a message."""
    return ", ".join(_("“%(name)s”") % {"name": name} for name in names)
