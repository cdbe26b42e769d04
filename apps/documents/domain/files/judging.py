"""Whether a file may be kept, by what it is."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from apps.documents.domain.files.archives import judge_archive
from apps.documents.domain.files.pdfs import judge_pdf
from apps.documents.domain.files.pictures import FORMATS, judge_picture
from apps.documents.domain.files.sniffing import EICAR, Type, type_of
from apps.documents.domain.files.verdicts import MOST_BYTES, Cause, Judged, NotAccepted

MACROS: Final = "_vba_project".encode("utf-16-le")
"""Name of the macros of Word and Excel before 2007, in the two bytes a letter they use."""

_REFUSED: Final = {Type.PROGRAM: Cause.PROGRAM, Type.OTHER: Cause.UNKNOWN_TYPE}


def judge_file(file: Path, into: Path) -> Judged:
    """Judge the file at `file`; what is to be kept instead of it is written to `into`.

    Raises:
        NotAccepted: it may not be kept.
    """
    content = _content_of(file)
    kind = type_of(content)
    if kind in FORMATS:
        return judge_picture(content, kind, into)
    if kind in _REFUSED:
        raise NotAccepted(_REFUSED[kind])
    match kind:
        case Type.PDF:
            return judge_pdf(content)
        case Type.ZIP:
            return judge_archive(content)
        case Type.OLD_OFFICE:
            has_macros = MACROS in content.lower()
            raise NotAccepted(Cause.MACROS if has_macros else Cause.UNKNOWN_TYPE)
    return Judged(media_type="text/plain", extension="txt")


def _content_of(file: Path) -> bytes:
    size = file.stat().st_size
    if not size:
        raise NotAccepted(Cause.EMPTY)
    if size > MOST_BYTES:
        raise NotAccepted(Cause.TOO_LARGE, most=MOST_BYTES // 10**6)
    content = file.read_bytes()
    if EICAR in content:
        raise NotAccepted(Cause.MALWARE)
    return content
