"""Files for tests, good and bad, made as their makers would."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from typing import Any

import pikepdf
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

SECRET = "Camara-de-Juana-4711"


def picture(
    form: str = "JPEG", *, size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: Any
) -> bytes:
    sink = io.BytesIO()
    Image.new(mode, size, more.pop("colour", None) or 0).save(sink, form, **more)
    return sink.getvalue()


def photo(*, south: bool = True, degrees: Any = (17.0, 23.0, 40.2), turn: int = 6) -> bytes:
    """A JPEG as a telephone makes it: turned, placed, and full of hidden facts."""
    exif = Image.Exif()
    exif[Base.Orientation] = turn
    exif[Base.Model] = SECRET
    places = exif.get_ifd(IFD.GPSInfo)
    places[GPS.GPSLatitudeRef] = "S" if south else "N"
    places[GPS.GPSLatitude] = degrees
    places[GPS.GPSLongitudeRef] = "W"
    places[GPS.GPSLongitude] = (66.0, 16.0, 50.0)
    content = picture(exif=exif, comment=SECRET.encode())
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x>" + SECRET.encode() + b"</x>"
    segment = b"\xff\xe1" + struct.pack(">H", len(xmp) + 2) + xmp
    return content[:2] + segment + content[2:] + b"trailing " + SECRET.encode()


def flood(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be huge."""

    def chunk(name: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, body) for name, body in parts)


def pdf(change: Any = None, **saving: Any) -> bytes:
    """A PDF of one page, after `change` has had its way with it."""
    document = pikepdf.new()
    document.add_blank_page()
    if change is not None:
        change(document)
    sink = io.BytesIO()
    document.save(sink, **saving)
    return sink.getvalue()


def with_script(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.Root.OpenAction = action


def with_launch(document: pikepdf.Pdf) -> None:
    document.pages[0].AA = pikepdf.Dictionary(
        O=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    )


def with_script_in_a_note(document: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        A=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x"),
    )
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])


def with_file(document: pikepdf.Pdf) -> None:
    document.attachments["a.exe"] = b"MZ"


def opening_at_its_page(document: pikepdf.Pdf) -> None:
    page = document.pages[0].obj
    document.Root.OpenAction = pikepdf.Array([page, pikepdf.Name.Fit])


def linking(document: pikepdf.Pdf) -> None:
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        A=pikepdf.Dictionary(
            Type=pikepdf.Name.Action, S=pikepdf.Name.URI, URI="https://example.org"
        ),
    )
    document.pages[0].Annots = pikepdf.Array([link])


def zipped(files: dict[str, bytes], *, links: tuple[str, ...] = ()) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        for name in links:
            entry = zipfile.ZipInfo(name)
            entry.create_system = 3
            entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(entry, "/etc/passwd")
    return sink.getvalue()


def docx(**more: bytes) -> bytes:
    files = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}
    return zipped({**files, **{f"word/{name}": body for name, body in more.items()}})


def bomb() -> bytes:
    return zipped({"nada.txt": bytes(30 * 10**6)})


def odt(**more: bytes) -> bytes:
    kind = b"application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": kind, "content.xml": b"<office/>", **more})
