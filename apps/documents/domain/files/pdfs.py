"""PDF: refused when it would do something, carry something, or be something else too."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Final

import pikepdf

from apps.documents.domain.files.verdicts import Cause, Judged, NotAccepted

MOST_PAGES: Final = 2_000
MOST_OBJECTS: Final = 300_000
ACTIVE: Final = frozenset(
    {"/JS", "/JavaScript", "/OpenAction", "/AA", "/Launch", "/RichMedia", "/XFA"}
)
"""Names of dictionaries that make a reader act (ISO 32000-1, 12.6)."""
HARMLESS: Final = frozenset({"/GoTo", "/URI", "/Named", "/Thread"})
HARMFUL: Final = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData"})
"""Kinds of action, by what they do."""
CARRIED: Final = frozenset({"/EmbeddedFiles", "/EmbeddedFile", "/EF"})
"""Names of dictionaries that hold another file (7.11.4)."""


def judge_pdf(content: bytes) -> Judged:
    """Make sure that the PDF only shows pages.

    Raises:
        NotAccepted: scripts or actions, files inside, a password, too many pages, a
            second type hidden in it, or it cannot be read.
    """
    if zipfile.is_zipfile(BytesIO(content)):
        raise NotAccepted(Cause.TWO_TYPES)
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise NotAccepted(Cause.ENCRYPTED)
            if len(pdf.objects) > MOST_OBJECTS:
                raise NotAccepted(Cause.TOO_MANY_PAGES, most=MOST_PAGES)
            if len(pdf.pages) > MOST_PAGES:
                raise NotAccepted(Cause.TOO_MANY_PAGES, most=MOST_PAGES)
            for each in pdf.objects:
                _judge_object(each)
    except pikepdf.PasswordError as error:
        raise NotAccepted(Cause.ENCRYPTED) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise NotAccepted(Cause.BROKEN) from error
    return Judged(media_type="application/pdf", extension="pdf")


def _judge_object(root: pikepdf.Object) -> None:
    for each in _dictionaries(root):
        keys = frozenset(map(str, each.keys()))
        if keys & CARRIED or _name(each, "/Type") == "/EmbeddedFile":
            raise NotAccepted(Cause.FILE_IN_PDF)
        if keys & ACTIVE and not _only_opens_a_page(each, keys):
            raise NotAccepted(Cause.SCRIPT_IN_PDF)
        acts = _name(each, "/Type") == "/Action" and _name(each, "/S") not in HARMLESS
        if acts or _name(each, "/S") in HARMFUL:
            raise NotAccepted(Cause.SCRIPT_IN_PDF)


def _name(each: pikepdf.Object, key: str) -> str:
    """The name under `key`; empty if there is none."""
    value = each.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _only_opens_a_page(each: pikepdf.Object, keys: frozenset[str]) -> bool:
    """Whether all that happens is that a reader starts at some page, as writers ask."""
    if keys & ACTIVE != {"/OpenAction"}:
        return False
    action = each["/OpenAction"]
    if isinstance(action, pikepdf.Array):
        return True
    return isinstance(action, pikepdf.Dictionary) and _name(action, "/S") == "/GoTo"


def _dictionaries(root: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The dictionaries of one indirect object; other such objects have their own turn."""
    waiting, is_root = [root], True
    while waiting:
        each = waiting.pop()
        if not isinstance(each, pikepdf.Object) or (each.is_indirect and not is_root):
            continue
        is_root = False
        if isinstance(each, pikepdf.Stream | pikepdf.Dictionary):
            yield each
            waiting += [value for _key, value in each.items()]
        elif isinstance(each, pikepdf.Array):
            waiting += list(each)
