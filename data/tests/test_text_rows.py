"""A file that is no readable table says so in a sentence, and costs no memory."""

from __future__ import annotations

import gzip
import re
import tracemalloc
from pathlib import Path

import pytest

from data.sources.text_rows import LONGEST_LINE, UnreadableFile, read_rows

COLUMNS = ("code", "name")
TABLE = "code,name\n1,uno\n2,dos\n"


def read(file: Path, **options) -> list[dict[str, str]]:
    return [row.values for row in read_rows(file, columns=COLUMNS, **options)]


@pytest.fixture
def written(tmp_path):
    def write(content: bytes | str, name: str = "table.csv") -> Path:
        file: Path = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    return write


ZIPPED = gzip.compress(TABLE.encode())
BOTH = [{"code": "1", "name": "uno"}, {"code": "2", "name": "dos"}]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(TABLE, "table.csv", id="plain"),
        pytest.param(ZIPPED, "table.csv.gz", id="gzip"),
        pytest.param(ZIPPED, "table.csv", id="gzip without its ending"),
        pytest.param("\ufeff" + TABLE, "table.csv", id="byte order mark"),
        pytest.param(TABLE.replace("\n", "\r\n"), "table.csv", id="Windows lines"),
        pytest.param("x, Name ,CODE\nx,uno,1\n,dos,2\n", "table.csv", id="other columns"),
        pytest.param('code,name\n1,"uno"\n\n2,dos', "table.csv", id="a blank line, no end"),
        pytest.param("code,name\n1,u\0no\n2,dos\n", "table.csv", id="a zero byte"),
    ],
)
def test_a_table_is_read(written, content, name):
    rows = read(written(content, name))

    assert [{key: row[key] for key in COLUMNS} for row in rows] == BOTH


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "t.csv", "vacío|empty"),
        (gzip.compress(b""), "t.csv.gz", "code, name"),
        (gzip.compress(TABLE.encode() * 500)[:-20], "t.csv.gz", "cortado|cut off"),
        (b"\x1f\x8b\x08" + b"\0" * 30, "t.gz", "dañado|damaged|cortado|cut off"),
        (TABLE.encode(), "t.csv.gz", "gzip"),
        (b"PK\x03\x04...", "t.zip", "ZIP"),
        (TABLE.encode("utf-16"), "t.csv", "UTF-16"),
        (b"code,title\n1,x\n", "t.csv", "name"),
        ("code,name\n1,peña\n".encode("latin-1"), "t.csv", "Latin-1"),
        (b"code,name\n1," + b"x" * LONGEST_LINE, "t.csv", "larga|long"),
        (b"x" * (LONGEST_LINE + 10), "t.csv", "larga|long"),
        (b'code,name\n1,"uno\n2,dos\n', "t.csv", "comilla|quotation"),
    ],
    ids=[
        "empty", "empty gzip", "cut gzip", "broken gzip", "no gzip", "zip", "utf-16",
        "other header", "latin-1", "long row", "no line at all", "open quotation mark",
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_reason(written, content, name, sentence):
    with pytest.raises(UnreadableFile, match=re.compile(sentence)):
        read(written(content, name))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UnreadableFile, match=r"nothing\.csv"):
        read(tmp_path / "nothing.csv")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(UnreadableFile, match=re.escape(str(tmp_path))):
        read(tmp_path)


def test_latin_1_is_read_if_asked_for(written):
    file = written("code,name\n1,peña\n".encode("latin-1"))

    assert read(file, encoding="latin-1") == [{"code": "1", "name": "peña"}]


def test_a_row_of_another_length_comes_without_values_and_with_its_line(written):
    rows = list(read_rows(written("code,name\n1,uno,x\n2,dos\n"), columns=COLUMNS))

    assert [(row.line, bool(row.values)) for row in rows] == [(2, False), (3, True)]


def test_progress_is_told_in_bytes_of_the_file(written):
    file = written(gzip.compress(("code,name\n" + "1,uno\n" * 5000).encode()), "t.csv.gz")
    told: list[int] = []

    list(read_rows(file, columns=COLUMNS, advance=told.append))

    assert sum(told) == file.stat().st_size


def test_memory_does_not_grow_with_the_file(written):
    row = f"1,{'x' * 1000}\n"
    file = written(gzip.compress(("code,name\n" + row * 30_000).encode(), 1), "t.csv.gz")

    tracemalloc.start()
    try:
        count = sum(1 for _ in read_rows(file, columns=COLUMNS))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert count == 30_000
    assert peak < 3_000_000  # of 30 MB unpacked
