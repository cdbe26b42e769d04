"""What judging a file came to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

MOST_BYTES: Final = 19 * 10**6
"""Of one file: just below what a request may bring."""


class Cause(StrEnum):
    """Why a file is not accepted."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TOO_MANY_PIXELS = "too-many-pixels"
    UNKNOWN_TYPE = "unknown-type"
    BROKEN = "broken"
    PROGRAM = "program"
    SCRIPT_IN_PDF = "script-in-pdf"
    FILE_IN_PDF = "file-in-pdf"
    ENCRYPTED = "encrypted"
    TWO_TYPES = "two-types"
    MACROS = "macros"
    LINK_IN_ARCHIVE = "link-in-archive"
    PATH_IN_ARCHIVE = "path-in-archive"
    NESTED_ARCHIVE = "nested-archive"
    BOMB = "bomb"
    MALWARE = "malware"
    TOO_MANY_PAGES = "too-many-pages"
    UNREADABLE = "unreadable"


class NotAccepted(Exception):
    """A file that may not be kept; `detail` are the figures its sentence needs."""

    def __init__(self, cause: Cause, **detail: Any) -> None:
        super().__init__(cause.value)
        self.cause = cause
        self.detail = detail


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A file that may be kept, and what is to be kept of it."""

    media_type: str
    extension: str
    width: int | None = None
    height: int | None = None
    position: tuple[float, float] | None = None
    """Longitude and latitude (EPSG:4326) a camera wrote into the picture."""
    is_rewritten: bool = False
    """Whether something else is kept than what was handed in."""
    has_thumbnail: bool = False
