"""What is said about a file that is not accepted, and why it ends there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.documents.domain.files.scanner import ScannerAway, scan
from apps.documents.domain.files.verdicts import Cause, Judged, NotAccepted
from geo.errors import Refusal

ROOT: Final = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS: Final = 60
LONGEST_NAME: Final = 80

SENTENCES: Final[dict[Cause, Promise]] = {
    Cause.EMPTY: gettext_lazy("“%(name)s” is empty. Choose a file with something in it."),
    Cause.TOO_LARGE: gettext_lazy(
        "“%(name)s” is larger than %(most)d MB, the most one file may have."
    ),
    Cause.TOO_MANY_PIXELS: gettext_lazy(
        "“%(name)s” has %(millions)d million pixels; at most %(most)d million are taken. "
        "Choose a lower resolution in the camera, or make the photo smaller."
    ),
    Cause.UNKNOWN_TYPE: gettext_lazy(
        "“%(name)s” is of a type that is not kept. Photos (JPEG, PNG, WebP), PDF, Word, "
        "Excel, OpenDocument, ZIP and plain text are."
    ),
    Cause.BROKEN: gettext_lazy(
        "“%(name)s” is damaged or not whole. Open it on your machine, save it anew and "
        "send that."
    ),
    Cause.PROGRAM: gettext_lazy(
        "“%(name)s” is or contains a program, whatever its name says. None is kept."
    ),
    Cause.SCRIPT_IN_PDF: gettext_lazy(
        "“%(name)s” is a PDF that runs something when it is opened. Print it to a new PDF "
        "and send that."
    ),
    Cause.FILE_IN_PDF: gettext_lazy(
        "“%(name)s” is a PDF with another file inside. Send the two one by one."
    ),
    Cause.ENCRYPTED: gettext_lazy(
        "“%(name)s” has a password. Save it without one and send that."
    ),
    Cause.TWO_TYPES: gettext_lazy(
        "“%(name)s” is two kinds of file at once, as only attackers make them."
    ),
    Cause.MACROS: gettext_lazy(
        "“%(name)s” contains macros. Save it without them (.docx, .xlsx) or as PDF."
    ),
    Cause.LINK_IN_ARCHIVE: gettext_lazy(
        "“%(name)s” contains a link instead of a file. Pack the files themselves."
    ),
    Cause.PATH_IN_ARCHIVE: gettext_lazy(
        "“%(name)s” contains a path that leaves its folder. Pack the files anew."
    ),
    Cause.NESTED_ARCHIVE: gettext_lazy(
        "“%(name)s” contains another archive or embedded file. Send that one by itself."
    ),
    Cause.BOMB: gettext_lazy(
        "“%(name)s” would unpack to far more than it seems. It was not opened."
    ),
    Cause.MALWARE: gettext_lazy(
        "“%(name)s” contains a virus or something made like one. Have the machine it came "
        "from checked."
    ),
    Cause.TOO_MANY_PAGES: gettext_lazy(
        "“%(name)s” has more than %(most)d pages. Send it in parts."
    ),
    Cause.UNREADABLE: gettext_lazy(
        "“%(name)s” could not be read with the memory and time one file may take."
    ),
}


class FileRefused(Refusal):
    """A file may not be kept; `cause` says which rule it broke."""

    def __init__(self, cause: Cause, name: str, detail: Mapping[str, Any]) -> None:
        self.cause = cause
        said = str(SENTENCES[cause]) % {"name": name, **detail}
        kept = _("Nothing was kept of it but a note.")
        super().__init__(f"{said} {kept}")


class NoScanner(Refusal):
    """The virus scanner does not answer."""

    def __init__(self) -> None:
        super().__init__(
            _("The virus scanner does not answer, so no file is taken. Try again later.")
        )


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A file that may be kept: what it is, and the bytes to keep."""

    judged: Judged
    content: bytes
    thumbnail: bytes
    """Empty where there is none."""


def accept(content: bytes, name: str) -> Accepted:
    """Judge a file in a process of its own; what comes back may be kept.

    Raises:
        FileRefused: it may not.
        NoScanner: a virus scanner is configured and does not answer.
    """
    try:
        if settings.CLAMD and content:
            scan(settings.CLAMD, content)
    except ScannerAway as error:
        raise NoScanner from error
    except NotAccepted as refused:
        raise FileRefused(refused.cause, name, refused.detail) from refused
    with tempfile.TemporaryDirectory(prefix="llajta-") as folder:
        file = Path(folder) / "received"
        file.write_bytes(content)
        told = _judged_apart(file)
        if "cause" in told:
            raise FileRefused(Cause(told["cause"]), name, told["detail"])
        if told["position"]:
            told["position"] = tuple(told["position"])
        return _accepted(Judged(**told), content, Path(folder))


def _accepted(judged: Judged, content: bytes, folder: Path) -> Accepted:
    kept = (folder / "kept").read_bytes() if judged.is_rewritten else content
    small = (folder / "thumbnail").read_bytes() if judged.has_thumbnail else b""
    return Accepted(judged=judged, content=kept, thumbnail=small)


def _judged_apart(file: Path) -> dict[str, Any]:
    """What the child process says of the file; its death is an answer too."""
    command = [sys.executable, "-m", "apps.documents.domain.files.child"]
    try:
        done = subprocess.run(  # a fixed interpreter and our own paths
            [*command, str(file), str(file.parent)],
            cwd=ROOT,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=True,
        )
        told: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return {"cause": Cause.UNREADABLE.value, "detail": {}}
    return told


def harmless_name(name: str, extension: str) -> str:
    """What a kept file is called, whatever it was called: by its content's own ending.

    >>> harmless_name("../../etc/passwd", "txt"), harmless_name("plaza.php.jpg", "jpg")
    ('passwd.txt', 'plaza.php.jpg')
    >>> harmless_name('x"; y=.exe', "pdf"), harmless_name("\\u202egpj.exe", "png")
    ('x__ y_.pdf', '_gpj.png')
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    stem = PurePosixPath(re.sub(r"[^\w .()-]", "_", last)).stem.strip(". ")
    return f"{stem[:LONGEST_NAME] or 'archivo'}.{extension}"
