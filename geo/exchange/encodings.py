"""Which encoding a text file is in, found by reading it, and said when it is not UTF-8."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from geo.exchange.refusals import WrongMapping

CHUNK: Final = 1 << 20
SAMPLE: Final = 4 << 20

SPANISH: Final = "áéíóúñüÁÉÍÓÚÑÜ°º¿¡"
"""Letters by which one single-byte encoding is told from another."""

CANDIDATES: Final = ("cp1252", "cp850")
"""Windows and DOS in Latin America; Latin-1 is the common part of the first."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(file: Path) -> str:
    """Name of the encoding `file` is read in; the whole file is looked at.

    Returns: `utf-8` (or with its mark, or UTF-16) if it is that, else the likelier of
    `CANDIDATES`.
    """
    with file.open("rb") as stream:
        head = stream.read(4)
        for mark, name in _MARKS:
            if head.startswith(mark):
                return name
        stream.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := stream.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _single_byte(file)
    return "utf-8"


def likelier(sample: bytes) -> str:
    """The single-byte encoding in which `sample` reads most like Spanish.

    >>> likelier("Ñuñoa".encode("cp850")), likelier("Ñuñoa".encode("latin-1"))
    ('cp850', 'cp1252')
    """
    high = bytes(byte for byte in sample if byte >= 0x80)

    def letters(encoding: str) -> int:
        text = high.decode(encoding, errors="ignore")
        return sum(letter in SPANISH for letter in text)

    return max(CANDIDATES, key=letters)


def _single_byte(file: Path) -> str:
    """Judge by a stretch of the file that has letters beyond ASCII."""
    with file.open("rb") as stream:
        while chunk := stream.read(SAMPLE):
            if not chunk.isascii():
                return likelier(chunk)
    return CANDIDATES[0]


def checked(encoding: str) -> str:
    """The encoding a mapping names, if Python knows it.

    Raises:
        WrongMapping: there is no encoding of that name.
    """
    try:
        "a".encode(encoding)  # Python knows some that are no text, like hex
        return codecs.lookup(encoding).name
    except (LookupError, ValueError) as error:
        raise WrongMapping(
            _("There is no encoding “%(name)s”.") % {"name": encoding}
        ) from error


def guessed(encoding: str) -> str:
    """The sentence for the report when text was not UTF-8."""
    return _(
        "The text is not UTF-8; it was read as %(encoding)s. If letters look wrong, say "
        'encoding = "…" under [file] in the mapping.'
    ) % {"encoding": encoding}
