"""What is kept of a file, and what is refused, by its content alone."""

from __future__ import annotations

import io
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from apps.documents.actions import attach_file, withdraw_attachment
from apps.documents.actions.numbering import AlreadyAnnulled
from apps.documents.domain.acceptance import FileRefused, NoScanner, accept
from apps.documents.domain.files.judging import judge_file
from apps.documents.domain.files.sniffing import EICAR
from apps.documents.domain.files.verdicts import MOST_BYTES, Cause, Judged, NotAccepted
from apps.documents.domain.owners import About, NoSuchThing, Owner, register_owner
from apps.documents.models import Attachment, RefusedFile
from apps.documents.tests import making
from apps.documents.tests.records import CLERK, READER
from geo.access import NotAllowed
from geo.store import store

THING = About(kind="test.thing", id="1")
register_owner(Owner(kind="test.thing", title="Thing"))


@pytest.fixture(autouse=True)
def files_apart(tmp_path: Path, settings) -> None:
    settings.VAR = tmp_path


def judged(content: bytes, folder: Path) -> Judged:
    file = folder / "received"
    file.write_bytes(content)
    return judge_file(file, folder)


BAD = [
    pytest.param(b"", Cause.EMPTY, id="nothing"),
    pytest.param(bytes(MOST_BYTES + 1), Cause.TOO_LARGE, id="too large"),
    pytest.param(making.flood(10000, 6000), Cause.TOO_MANY_PIXELS, id="60 megapixels"),
    pytest.param(making.flood(50000, 50000), Cause.TOO_MANY_PIXELS, id="pixel flood"),
    pytest.param(making.flood(40000, 2), Cause.TOO_MANY_PIXELS, id="a very long line"),
    pytest.param(making.picture()[:-200], Cause.BROKEN, id="half a photo"),
    pytest.param(b"\xff\xd8\xff\xe0nothing more", Cause.BROKEN, id="no photo at all"),
    pytest.param(b"<?php system($_GET['c']);", Cause.PROGRAM, id="PHP called .jpg"),
    pytest.param(b"<svg onload='x()'/>", Cause.PROGRAM, id="SVG with a script"),
    pytest.param(b"hola <ScRiPt>x</script>", Cause.PROGRAM, id="HTML in text"),
    pytest.param(b"#!/bin/sh\nrm -rf /\n", Cause.PROGRAM, id="shell script"),
    pytest.param(b"MZ\x90\0" + bytes(99), Cause.PROGRAM, id="Windows program"),
    pytest.param(b"\x7fELF" + bytes(99), Cause.PROGRAM, id="Linux program"),
    pytest.param(b"\0\1\2\3", Cause.UNKNOWN_TYPE, id="bytes of no type"),
    pytest.param(b"GIF89a" + bytes(99), Cause.UNKNOWN_TYPE, id="GIF"),
    pytest.param(EICAR, Cause.MALWARE, id="EICAR"),
    pytest.param(
        making.zipped({"a.txt": b"x" * 70000 + EICAR}), Cause.MALWARE, id="EICAR zip"
    ),
    pytest.param(making.pdf(making.with_script), Cause.SCRIPT_IN_PDF, id="PDF, script"),
    pytest.param(
        making.pdf(making.with_script, object_stream_mode=2),
        Cause.SCRIPT_IN_PDF,
        id="PDF, packed script",
    ),
    pytest.param(making.pdf(making.with_launch), Cause.SCRIPT_IN_PDF, id="PDF, launch"),
    pytest.param(
        making.pdf(making.with_script_in_a_note), Cause.SCRIPT_IN_PDF, id="PDF, note"
    ),
    pytest.param(
        making.pdf(making.with_script, qdf=True).replace(b"/JavaScript", b"/J#61vaScript"),
        Cause.SCRIPT_IN_PDF,
        id="PDF, disguised script",
    ),
    pytest.param(making.pdf(making.with_file), Cause.FILE_IN_PDF, id="PDF, file inside"),
    pytest.param(
        making.pdf(encryption=pikepdf.Encryption(owner="a", user="b")),
        Cause.ENCRYPTED,
        id="PDF, password",
    ),
    pytest.param(b"%PDF-1.7 no more", Cause.BROKEN, id="no PDF at all"),
    pytest.param(
        making.pdf() + making.zipped({"a.txt": b"x"}), Cause.TWO_TYPES, id="PDF and ZIP"
    ),
    pytest.param(
        making.zipped({"a.txt": b"x"}, links=("b",)), Cause.LINK_IN_ARCHIVE, id="symlink"
    ),
    pytest.param(
        making.zipped({"../../a.txt": b"x"}), Cause.PATH_IN_ARCHIVE, id="path upwards"
    ),
    pytest.param(making.zipped({"/a.txt": b"x"}), Cause.PATH_IN_ARCHIVE, id="whole path"),
    pytest.param(
        making.zipped({"a.zip": making.zipped({"b": b"x"})}),
        Cause.NESTED_ARCHIVE,
        id="ZIP in ZIP",
    ),
    pytest.param(
        making.zipped({"a.txt": making.zipped({"b": b"x"})}),
        Cause.NESTED_ARCHIVE,
        id="disguised ZIP in ZIP",
    ),
    pytest.param(making.zipped({"a.exe": b"x"}), Cause.PROGRAM, id="program in ZIP"),
    pytest.param(making.zipped({"a.jpg": b"MZ\0"}), Cause.PROGRAM, id="disguised in ZIP"),
    pytest.param(making.bomb(), Cause.BOMB, id="ZIP bomb"),
    pytest.param(
        making.zipped({f"{place}.txt": b"" for place in range(2001)}),
        Cause.BOMB,
        id="thousands of files",
    ),
    pytest.param(making.zipped({}), Cause.EMPTY, id="empty ZIP"),
    pytest.param(making.zipped({"a": b"x" * 99})[:-9], Cause.BROKEN, id="half a ZIP"),
    pytest.param(making.docx(**{"vbaProject.bin": b"x"}), Cause.MACROS, id="Word macros"),
    pytest.param(making.odt(**{"Basic/a.xml": b"x"}), Cause.MACROS, id="Office macros"),
    pytest.param(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"),
        Cause.MACROS,
        id="old Word macros",
    ),
    pytest.param(
        making.docx(**{"embeddings/oleObject1.bin": b"x"}),
        Cause.NESTED_ARCHIVE,
        id="file in Word",
    ),
]


@pytest.mark.bar("R64")
@pytest.mark.parametrize(("content", "cause"), BAD)
def test_a_bad_file_is_refused_for_what_it_is(content, cause, tmp_path: Path) -> None:
    with pytest.raises(NotAccepted) as refused:
        judged(content, tmp_path)
    assert refused.value.cause is cause


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        pytest.param(making.picture(), "image/jpeg", id="JPEG"),
        pytest.param(making.picture(mode="CMYK"), "image/jpeg", id="JPEG for printers"),
        pytest.param(making.picture("PNG", mode="RGBA"), "image/png", id="PNG"),
        pytest.param(making.picture("PNG", mode="P"), "image/png", id="PNG with a palette"),
        pytest.param(making.picture("PNG", mode="I;16"), "image/png", id="PNG, 16 bits"),
        pytest.param(making.picture("WEBP"), "image/webp", id="WebP"),
        pytest.param(making.pdf(), "application/pdf", id="PDF"),
        pytest.param(making.pdf(making.linking), "application/pdf", id="PDF with a link"),
        pytest.param(
            making.pdf(making.opening_at_its_page), "application/pdf", id="at a page"
        ),
        pytest.param(making.zipped({"a/b.txt": b"x"}), "application/zip", id="ZIP"),
        pytest.param(
            making.odt(), "application/vnd.oasis.opendocument.text", id="OpenDocument"
        ),
        pytest.param("Señal ñandú\n".encode(), "text/plain", id="text"),
        pytest.param("Señal".encode("cp1252"), "text/plain", id="text of Windows"),
    ],
)
def test_a_good_file_is_known_by_its_content(content, media_type, tmp_path: Path) -> None:
    assert judged(content, tmp_path).media_type == media_type


def test_a_document_of_word_is_known(tmp_path: Path) -> None:
    assert judged(making.docx(), tmp_path).extension == "docx"


@pytest.mark.bar("R55")
def test_a_photo_keeps_its_colours_and_its_side_up_and_nothing_else(tmp_path: Path) -> None:
    found = judged(making.photo(), tmp_path)
    kept = (tmp_path / "kept").read_bytes()
    assert making.SECRET.encode() not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (40, 60), "turned upright"
        assert dict(picture.getexif()) == {}
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert found.position == (-66.2805556, -17.3945)
    assert making.SECRET.encode() not in (tmp_path / "thumbnail").read_bytes()


@pytest.mark.parametrize(
    "degrees",
    [(95.0, 0.0, 0.0), (float("nan"), 0.0, 0.0), (0.0, 0.0), "x", (17.0, "a", 0.0)],
)
def test_a_position_that_makes_no_sense_is_none(degrees, tmp_path: Path) -> None:
    from apps.documents.domain.files.pictures import position_of

    class Written(Image.Exif):
        def get_ifd(self, tag):
            return {1: "S", 2: degrees, 3: "W", 4: (66.0, 0.0, 0.0)}

    assert position_of(Written()) is None


def test_the_thumbnail_is_small(tmp_path: Path) -> None:
    judged(making.picture("PNG", size=(2000, 1000)), tmp_path)
    with Image.open(tmp_path / "thumbnail") as small:
        assert (small.format, small.size) == ("JPEG", (480, 240))


class TestAttached:
    pytestmark = pytest.mark.django_db

    def attach(self, content: bytes, name: str = "foto.jpg") -> Attachment:
        return attach_file(content, name=name, about=THING, by=CLERK)

    def test_a_photo_is_kept_under_its_digest_with_its_place(self) -> None:
        kept = self.attach(making.photo(), "IMG 1.php.jpeg")
        assert kept.name == "IMG 1.php.jpg"
        assert store().get(kept.sha256)[:3] == b"\xff\xd8\xff"
        assert store().get(kept.thumbnail)
        assert (kept.width, kept.height) == (40, 60)
        assert kept.position is not None and kept.position.coords == (-66.2805556, -17.3945)
        assert kept.received_sha256 != kept.sha256

    def test_what_is_refused_is_said_and_written_down(self) -> None:
        with pytest.raises(FileRefused, match="60 millones de píxeles") as refused:
            self.attach(making.flood(10000, 6000), "plaza.png")
        note = RefusedFile.objects.get()
        assert (note.cause, note.by, note.said) == (
            "too-many-pixels",
            "funcionaria",
            str(refused.value),
        )
        assert not Attachment.objects.exists()

    def test_a_name_proves_nothing(self) -> None:
        with pytest.raises(FileRefused, match="contiene un programa"):
            self.attach(b"<?php echo 1;", "foto.jpg")
        assert self.attach(making.pdf(), "foto.jpg").name == "foto.pdf"

    def test_who_may_not_attach_is_refused_before_anything_is_read(self) -> None:
        with pytest.raises(NotAllowed):
            attach_file(EICAR, name="x", about=THING, by=READER)
        assert not RefusedFile.objects.exists()

    def test_nothing_hangs_on_a_thing_that_nobody_knows(self) -> None:
        with pytest.raises(NoSuchThing):
            attach_file(b"x", name="x", about=About(kind="no.such", id="1"), by=CLERK)

    def test_what_is_withdrawn_says_why_once(self) -> None:
        kept = self.attach(b"hola", "nota.txt")
        assert withdraw_attachment(kept, reason="era de otro", by=CLERK).withdrawn_at
        with pytest.raises(AlreadyAnnulled, match="era de otro"):
            withdraw_attachment(kept, reason="x", by=CLERK)

    def test_whatever_kills_the_reader_is_a_refusal(self, monkeypatch) -> None:
        monkeypatch.setattr("sys.executable", "/bin/false")
        with pytest.raises(FileRefused, match="la memoria y el tiempo"):
            self.attach(making.picture())


class Clamd(threading.Thread):
    """A scanner that speaks clamd's protocol and knows one virus: the word `virus`."""

    def __init__(self, answer: bytes = b"") -> None:
        super().__init__(daemon=True)
        self.answer = answer
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"

    def run(self) -> None:
        line, _peer = self.listener.accept()
        with line, line.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            content = b""
            while size := struct.unpack("!I", stream.read(4))[0]:
                content += stream.read(size)
            found = b"stream: Eicar FOUND\0" if b"virus" in content else b"stream: OK\0"
            line.sendall(self.answer or found)


@pytest.fixture
def clamd(settings) -> Iterator[Clamd]:
    scanner = Clamd()
    scanner.start()
    settings.CLAMD = scanner.address
    yield scanner
    scanner.listener.close()


def test_what_the_scanner_finds_is_refused(clamd: Clamd) -> None:
    with pytest.raises(FileRefused, match="virus") as refused:
        accept(b"a virus " * 20000, "nota.txt")
    assert refused.value.cause is Cause.MALWARE


def test_what_the_scanner_lets_through_is_kept(clamd: Clamd) -> None:
    assert accept(b"hola", "nota.txt").judged.media_type == "text/plain"


def test_a_scanner_that_cannot_say_lets_nothing_through(clamd: Clamd) -> None:
    clamd.answer = b"INSTREAM size limit exceeded. ERROR\0"
    with pytest.raises(NoScanner):
        accept(b"hola", "nota.txt")


def test_without_its_scanner_no_file_is_taken(settings) -> None:
    settings.CLAMD = "127.0.0.1:1"
    with pytest.raises(NoScanner):
        accept(b"hola", "nota.txt")
