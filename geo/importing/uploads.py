"""Files as they are handed in: streamed to the instance's disk, named harmlessly, swept."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from geo.access import Viewer
from geo.exchange.refusals import NoSuchFile, TooLarge
from geo.exchange.register import get_importable
from geo.importing.judging import judge
from geo.importing.rights import require
from geo.models import Upload, UploadState

MOST_BYTES: Final = 500 * 10**6
"""Of one file: the parcels of a large town with all their columns. More goes by command."""

KEPT: Final = dt.timedelta(days=7)
"""How long a file waits for its owner; after that it is given up."""

REPORT: Final = "refused.csv"
LONGEST_NAME: Final = 80
BUSY: Final = (UploadState.CHECKING, UploadState.LOADING)


class NothingSent(NoSuchFile):
    """There was no file in the form, or an empty one."""

    def __init__(self) -> None:
        super().__init__(_("Choose a file that is not empty."))


class TooBig(TooLarge):
    """The file is larger than the pages take."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The file is larger than %(most)d MB, the most this page takes. Zip it, "
                "or let a technician import it with ./llajta manage import_layer."
            )
            % {"most": MOST_BYTES // 10**6}
        )


def receive(
    chunks: Iterable[bytes], *, name: str, layer: str, by: Viewer, now: dt.datetime
) -> Upload:
    """Keep a file that somebody hands in for `layer`.

    Raises:
        NotAllowed: `by` may not import to this layer.
        WrongMapping: no such layer takes imports.
        NothingSent, TooBig: it is empty, or larger than `MOST_BYTES`.
        UnsafeFile, UnknownFormat, MissingPart, Damaged: no answer on its page mends it.
    """
    into = get_importable(layer)
    require(into, by)
    token, harmless = uuid.uuid4(), harmless_name(name)
    folder = _folder(token)
    folder.mkdir(parents=True)
    try:
        size, sha256 = _keep(chunks, folder / harmless)
        judge(folder / harmless, into)
        return Upload.objects.create(
            token=token,
            layer=layer,
            file_name=harmless,
            size=size,
            sha256=sha256,
            by=by.name,
            at=now,
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _keep(chunks: Iterable[bytes], file: Path) -> tuple[int, str]:
    """Write a file as it arrives; returns its size and SHA-256."""
    size, state = 0, hashlib.sha256()
    with file.open("xb") as sink:
        for chunk in chunks:
            size += len(chunk)
            if size > MOST_BYTES:
                raise TooBig
            state.update(chunk)
            sink.write(chunk)
    if not size:
        raise NothingSent
    return size, state.hexdigest()


def harmless_name(name: str) -> str:
    """What a file may be called on our disk and in our sentences, whatever it was called.

    >>> harmless_name("../../etc/passwd"), harmless_name("..\\\\calles 2026.zip")
    ('passwd', 'calles 2026.zip')
    >>> harmless_name("<img src=x>.csv"), harmless_name("....")
    ('_img src_x_.csv', 'file')
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = re.sub(r"[^\w .()-]", "_", last).strip(". ")
    if len(plain) > LONGEST_NAME:
        ending = Path(plain).suffix[:12]
        plain = plain[: LONGEST_NAME - len(ending)] + ending
    return "file" if plain in ("", REPORT) else plain


def file_of(upload: Upload) -> Path:
    """The file on disk.

    Raises:
        NoSuchFile: it was removed.
    """
    file = _folder(upload.token) / upload.file_name
    if not file.is_file():
        raise NoSuchFile(_("The file was deleted in the meantime; upload it again."))
    return file


def report_of(token: uuid.UUID) -> Path:
    """Where the refused rows of an upload are listed."""
    return _folder(token) / REPORT


def give_up(upload: Upload, *, by: Viewer, now: dt.datetime) -> bool:
    """Delete a file that is not wanted any more; returns whether it was still there to be.

    Raises:
        NotAllowed: `by` may not import to its layer.
    """
    require(get_importable(upload.layer), by)
    given_up = Upload.objects.filter(pk=upload.pk, state=UploadState.OPEN).update(
        state=UploadState.CANCELLED, at=now
    )
    if given_up:
        shutil.rmtree(_folder(upload.token), ignore_errors=True)
    return bool(given_up)


def discard(upload: Upload) -> None:
    """Delete the file of a finished upload; the list of its refused rows stays a while."""
    (_folder(upload.token) / upload.file_name).unlink(missing_ok=True)


def sweep(now: dt.datetime) -> None:
    """Give up what nobody came back for, and delete what belongs to nothing."""
    old = Upload.objects.filter(at__lt=now - KEPT)
    old.filter(state=UploadState.OPEN).update(state=UploadState.CANCELLED)
    busy = {
        str(token) for token in old.filter(state__in=BUSY).values_list("token", flat=True)
    }
    if not _root().is_dir():
        return
    for folder in _root().iterdir():
        changed = dt.datetime.fromtimestamp(folder.stat().st_mtime, tz=dt.UTC)
        if changed < now - KEPT and folder.name not in busy:
            shutil.rmtree(folder, ignore_errors=True)


def _root() -> Path:
    var: Path = settings.VAR
    return var / "uploads"


def _folder(token: uuid.UUID) -> Path:
    return _root() / str(token)
