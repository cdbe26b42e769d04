"""What a file is, from its first bytes; its name is not asked."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class Type(StrEnum):
    """Types of content that can be told apart."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    PDF = "application/pdf"
    ZIP = "application/zip"
    TEXT = "text/plain"
    PROGRAM = "program"
    OLD_OFFICE = "application/x-ole-storage"
    OTHER = "other"


HEAD: Final = 4096
"""Bytes that are looked at for a beginning."""

BEGINNINGS: Final[tuple[tuple[bytes, Type], ...]] = (
    (b"\xff\xd8\xff", Type.JPEG),
    (b"\x89PNG\r\n\x1a\n", Type.PNG),
    (b"%PDF-", Type.PDF),
    (b"PK\x03\x04", Type.ZIP),
    (b"PK\x05\x06", Type.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Type.OLD_OFFICE),
    (b"MZ", Type.PROGRAM),
    (b"\x7fELF", Type.PROGRAM),
    (b"\xca\xfe\xba\xbe", Type.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Type.PROGRAM),
    (b"\xfe\xed\xfa\xcf", Type.PROGRAM),
    (b"dex\n", Type.PROGRAM),
    (b"\x4c\x00\x00\x00\x01\x14\x02\x00", Type.PROGRAM),  # a Windows shortcut
    (b"#!", Type.PROGRAM),
)

CODE: Final = re.compile(
    rb"<\?(php|=)|<%[@=\s]|<(script|html|svg|iframe|object|embed)\b|<!doctype|javascript:"
    rb"|\b(Wscript|CreateObject|powershell|ActiveXObject)\b",
    re.IGNORECASE,
)
"""What text must not contain to be taken for plain text by whatever opens it."""

EICAR: Final = (
    b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
)
"""The harmless file that every virus scanner must find (eicar.org)."""


def type_of(content: bytes) -> Type:
    """What the content begins as.

    >>> type_of(b"\\xff\\xd8\\xff\\xe0"), type_of(b"<?php echo 1;"), type_of(b"hola")
    (<Type.JPEG: 'image/jpeg'>, <Type.PROGRAM: 'program'>, <Type.TEXT: 'text/plain'>)
    """
    head = content[:HEAD]
    for beginning, found in BEGINNINGS:
        if head.startswith(beginning):
            return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Type.WEBP
    return _type_of_text(content)


def _type_of_text(content: bytes) -> Type:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            return Type.OTHER
    if re.search(r"[\x00-\x08\x0e-\x1f\x7f]", text):
        return Type.OTHER
    return Type.PROGRAM if CODE.search(content) else Type.TEXT
