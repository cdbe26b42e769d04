"""A store of files in a bucket of anything that speaks S3 (MinIO, Garage, Ceph, Amazon)."""

from __future__ import annotations

import datetime as dt
import http.client
import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from geo.store.port import Missing, StoreAway, checked, digest_of, key_of
from geo.store.signing import Key, signed_headers

SECONDS: Final = 20
NOTHING: Final = digest_of(b"")


@dataclass(frozen=True, kw_only=True)
class S3Store:
    """Files in `bucket` at `endpoint`, addressed by path, each request signed."""

    endpoint: str
    """As `https://objects.example.org:9000`; from configuration only."""
    bucket: str
    key: Key

    def put(self, content: bytes) -> str:
        """Keep `content`, unless the bucket has it.

        Raises:
            StoreAway: the store does not answer, or does not take it.
        """
        digest = digest_of(content)
        if not self.has(digest):
            status, _body = self._ask("PUT", digest, content)
            if status not in (200, 201, 204):
                raise StoreAway
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes under `digest`.

        Raises:
            Missing, Damaged: they are not there, or not what was put.
            StoreAway: the store does not answer.
        """
        status, body = self._ask("GET", digest)
        if status == 404:
            raise Missing(digest)
        if status != 200:
            raise StoreAway
        return checked(digest, body)

    def has(self, digest: str) -> bool:
        """Whether the bucket has something under `digest`.

        Raises:
            StoreAway: the store does not answer.
        """
        status, _body = self._ask("HEAD", digest)
        if status not in (200, 404):
            raise StoreAway
        return status == 200

    def _ask(self, method: str, digest: str, content: bytes = b"") -> tuple[int, bytes]:
        parts = urlsplit(self.endpoint)
        path = f"/{self.bucket}/{key_of(digest)}"
        headers = signed_headers(
            self.key,
            method,
            path,
            {"host": parts.netloc},
            payload_sha256=digest_of(content) if content else NOTHING,
            at=dt.datetime.fromtimestamp(time.time(), tz=dt.UTC),
        )
        kind = http.client.HTTPSConnection
        if parts.scheme == "http":
            kind = http.client.HTTPConnection  # type: ignore[assignment]
        line = kind(parts.hostname or "", parts.port, timeout=SECONDS)
        try:
            line.request(method, path, body=content or None, headers=headers)
            answer = line.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise StoreAway from error
        finally:
            line.close()
