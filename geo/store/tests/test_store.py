"""Both stores keep the same promises; signatures are those of the standard's examples."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from geo.store import Damaged, Missing, StoreAway
from geo.store.disk import DiskStore
from geo.store.port import Store, key_of
from geo.store.s3 import S3Store
from geo.store.signing import Key, signed_headers

EXAMPLE = Key(
    name="AKIAIOSFODNN7EXAMPLE",
    secret="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    region="us-east-1",
)
THEN = dt.datetime(2013, 5, 24, tzinfo=dt.UTC)
HOST = "examplebucket.s3.amazonaws.com"


class Bucket(BaseHTTPRequestHandler):
    """A bucket in memory that refuses what is not signed with its key."""

    kept: ClassVar[dict[str, bytes]] = {}

    def _is_signed(self, content: bytes) -> bool:
        given = {name.lower(): value for name, value in self.headers.items()}
        at = dt.datetime.strptime(given["x-amz-date"], "%Y%m%dT%H%M%S%z")
        told = signed_headers(
            EXAMPLE,
            self.command,
            self.path,
            {"host": given["host"]},
            payload_sha256=hashlib.sha256(content).hexdigest(),
            at=at,
        )
        return told["authorization"] == given["authorization"]

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _kept(self) -> None:
        if not self._is_signed(b""):
            self._answer(403)
        elif self.path in self.kept:
            self._answer(200, self.kept[self.path])
        else:
            self._answer(404)

    do_GET = _kept  # noqa: N815
    do_HEAD = _kept  # noqa: N815

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if not self._is_signed(content):
            self._answer(403)
            return
        self.kept[self.path] = content
        self._answer(200)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def bucket_url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["disk", "s3"])
def kept(request, tmp_path: Path, bucket_url: str) -> Store:
    Bucket.kept.clear()
    if request.param == "disk":
        return DiskStore(root=tmp_path)
    return S3Store(endpoint=bucket_url, bucket="town", key=EXAMPLE)


def spoil(kept: Store, digest: str) -> None:
    if isinstance(kept, DiskStore):
        file = kept.root / key_of(digest)
        file.chmod(0o640)
        file.write_bytes(b"other")
    else:
        Bucket.kept[f"/town/{key_of(digest)}"] = b"other"


def test_what_is_put_is_got(kept: Store) -> None:
    digest = kept.put("ñandú".encode())
    assert digest == hashlib.sha256("ñandú".encode()).hexdigest()
    assert kept.has(digest)
    assert kept.get(digest).decode() == "ñandú"


def test_the_same_is_kept_once(kept: Store, tmp_path: Path) -> None:
    assert kept.put(b"x") == kept.put(b"x")
    files = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert len(files) + len(Bucket.kept) == 1


def test_what_was_never_put_is_missing(kept: Store) -> None:
    assert not kept.has("0" * 64)
    with pytest.raises(Missing):
        kept.get("0" * 64)


def test_what_was_changed_is_not_given_out(kept: Store) -> None:
    digest = kept.put(b"x")
    spoil(kept, digest)
    with pytest.raises(Damaged):
        kept.get(digest)


@pytest.mark.parametrize("digest", ["../../etc/passwd", "A" * 64, "0" * 63, ""])
def test_a_digest_is_no_path(kept: Store, digest: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        kept.get(digest)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreAway):
        DiskStore(root=tmp_path / "file").put(b"x")


def test_a_bucket_that_does_not_answer_or_know_us_is_said(bucket_url: str) -> None:
    away = S3Store(endpoint="http://127.0.0.1:1", bucket="town", key=EXAMPLE)
    stranger = Key(name="x", secret="y", region="us-east-1")
    unknown = S3Store(endpoint=bucket_url, bucket="town", key=stranger)
    for store in (away, unknown):
        with pytest.raises(StoreAway):
            store.put(b"x")


def test_requests_are_signed_as_the_standard_shows() -> None:
    read = signed_headers(
        EXAMPLE,
        "GET",
        "/test.txt",
        {"Host": HOST, "Range": "bytes=0-9"},
        payload_sha256=hashlib.sha256(b"").hexdigest(),
        at=THEN,
    )
    written = signed_headers(
        EXAMPLE,
        "PUT",
        "/test$file.text",
        {
            "Host": HOST,
            "Date": "Fri, 24 May 2013 00:00:00 GMT",
            "x-amz-storage-class": "REDUCED_REDUNDANCY",
        },
        payload_sha256=hashlib.sha256(b"Welcome to Amazon S3.").hexdigest(),
        at=THEN,
    )
    assert read["authorization"].endswith(
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )
    assert written["authorization"].endswith(
        "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
    )
