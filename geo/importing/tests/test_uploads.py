"""Files as hostile people and tired offices hand them in."""

from __future__ import annotations

import datetime as dt
import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from geo.access import NotAllowed
from geo.exchange.refusals import NoSuchFile, NotImportable, UnsafeFile, WrongMapping
from geo.exchange.register import get_importable
from geo.exchange.tests.conftest import TOWN, collection, feature
from geo.importing import judging, uploads
from geo.importing.choices import Choices
from geo.importing.previewing import understand
from geo.importing.tests.conftest import CLERK, NOW, OTHER, PLACES, checked, hand_in
from geo.importing.uploads import (
    KEPT,
    MOST_BYTES,
    NothingSent,
    TooBig,
    file_of,
    give_up,
    receive,
    sweep,
)
from geo.models import Upload, UploadState

pytestmark = pytest.mark.django_db


def files_in(folder: Path) -> list[str]:
    """Every file below the folder."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../x.csv", "x.csv"),
        ("..\\..\\x.csv", "x.csv"),
        ("/etc/passwd", "passwd"),
        ("a\x00b\n.csv", "a_b_.csv"),
        ('"><script>.csv', "___script_.csv"),
        ("..", "file"),
        ("refused.csv", "file"),
        ("x" * 300 + ".geojson", "x" * 72 + ".geojson"),
    ],
)
def test_no_name_leads_out_of_the_folder_of_its_upload(
    name: str, kept: str, var: Path
) -> None:
    content = collection(feature(TOWN.point("a"), nombre="Plaza"))
    upload = hand_in(content, name=name)
    assert upload.file_name == kept
    assert file_of(upload).parent == var / "uploads" / str(upload.token)
    assert file_of(upload).read_text(encoding="utf-8") == content
    assert files_in(var) == [kept]


def test_an_empty_file_leaves_nothing(var: Path) -> None:
    with pytest.raises(NothingSent):
        hand_in(b"")
    assert list((var / "uploads").iterdir()) == []
    assert not Upload.objects.exists()


def test_a_file_too_large_is_refused_while_it_arrives(var: Path) -> None:
    taken = 0

    def endless() -> Any:
        nonlocal taken
        chunk = bytes(50_000_000)
        while True:
            taken += len(chunk)
            yield chunk

    with pytest.raises(TooBig, match="500 MB"):
        receive(endless(), name="a.csv", layer="streets", by=CLERK, now=NOW)
    assert taken <= MOST_BYTES + 50_000_000
    assert files_in(var) == []


def test_whoever_may_not_import_cannot_hand_in(var: Path) -> None:
    with pytest.raises(NotAllowed):
        receive([b"a"], name="a.csv", layer="streets", by=OTHER, now=NOW)
    with pytest.raises(WrongMapping):
        receive([b"a"], name="a.csv", layer="no-such-layer", by=CLERK, now=NOW)
    assert not var.exists()


def packed(*entries: tuple[str, bytes]) -> bytes:
    """A ZIP with these entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        pytest.param(
            packed(("../../x.csv", b"a")), "a.zip", "leaves its folder", id="slip"
        ),
        pytest.param(
            packed(("a.csv", bytes(10**8))), "a.zip", "would unpack to", id="bomb"
        ),
        pytest.param(
            b"\x7fELF" + bytes(2000), "a.csv", "not a file the importer", id="binary"
        ),
        pytest.param(packed(("a.txt", b"a")), "a.zip", "holds no layer", id="no layer"),
        pytest.param(
            '{"type": "FeatureCollection", "features": [{',
            "a.json",
            "cut short",
            id="half a file",
        ),
    ],
)
def test_what_no_answer_mends_is_not_kept(
    town: Any, content: Any, name: str, why: str, var: Path
) -> None:
    with pytest.raises(NotImportable, match=why):
        hand_in(content, name=name)
    assert files_in(var) == []
    assert not Upload.objects.exists()


def test_of_a_large_archive_the_list_is_judged_and_nothing_unpacked(
    town: Any, var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "OPENED_BYTES", 100)
    with pytest.raises(UnsafeFile):
        hand_in(packed(("../x.csv", b"a" * 500)), name="a.zip")
    assert files_in(var) == []
    hand_in(packed(("a.txt", b"a" * 500)), name="a.zip")
    assert files_in(var) == ["a.zip"], "its page will say that it holds no layer"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param("sólo texto", "needs a header", id="no table"),
        pytest.param("a,b\n1,2\n", "column", id="no coordinates"),
    ],
)
def test_what_an_answer_may_mend_says_so_and_stays_open(
    town: Any, content: Any, why: str
) -> None:
    upload = hand_in(content, name="a.csv")
    with pytest.raises(NotImportable, match=why):
        understand(file_of(upload), Choices().reading(), get_importable("place-names"))
    assert why in checked(upload).refusal
    assert (upload.state, upload.report) == (UploadState.OPEN, None)


def test_swapped_coordinates_are_told_and_can_be_turned(town: Any) -> None:
    upload = hand_in("nombre,lon,lat\nPlaza,-17.3999,-66.2799\n")
    into = get_importable("place-names")
    seen = understand(file_of(upload), Choices().reading(), into)
    assert "swapped" in seen.doubt
    assert "The file writes latitude before longitude" in seen.doubt  # the page's own field
    turned = understand(file_of(upload), Choices(swap=True).reading(), into)
    assert (turned.doubt, turned.inside) == ("", 1)


def test_a_file_without_crs_asks_for_it(town: Any) -> None:
    upload = hand_in("nombre,este,norte\nPlaza,789000,8074000\n")
    refusal = checked(upload).refusal
    assert "System of the coordinates" in refusal
    assert "--crs" not in refusal


def test_a_file_given_up_is_gone(var: Path) -> None:
    upload = hand_in(PLACES)
    assert give_up(upload, by=CLERK, now=NOW)
    assert files_in(var) == []
    assert not give_up(upload, by=CLERK, now=NOW)
    with pytest.raises(NoSuchFile):
        file_of(upload)


def test_what_nobody_came_back_for_is_swept(var: Path) -> None:
    old, new = hand_in(PLACES), hand_in(PLACES)
    Upload.objects.filter(pk=old.pk).update(at=NOW - KEPT - dt.timedelta(hours=1))
    orphan = var / "uploads" / "broken-off"
    orphan.mkdir()
    before = (NOW - KEPT - dt.timedelta(hours=1)).timestamp()
    for folder in (orphan, file_of(old).parent):
        os.utime(folder, (before, before))
    os.utime(file_of(new).parent, (NOW.timestamp(), NOW.timestamp()))

    sweep(NOW)

    old.refresh_from_db()
    assert old.state == UploadState.CANCELLED
    assert [path.name for path in (var / "uploads").iterdir()] == [str(new.token)]
    assert uploads.file_of(new).is_file()
