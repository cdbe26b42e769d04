"""Signatures of requests to S3-compatible stores.

Source: AWS Signature Version 4, "Authenticating Requests: Using the Authorization Header"
(Amazon S3 API Reference), whose examples are the tests.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, kw_only=True)
class Key:
    """Who signs, and where: an access key with its secret, and the store's region."""

    name: str
    secret: str = field(repr=False)
    region: str


def signed_headers(
    key: Key,
    method: str,
    path: str,
    headers: Mapping[str, str],
    *,
    payload_sha256: str,
    at: dt.datetime,
) -> dict[str, str]:
    """Headers of a request without a query, with its signature.

    `headers` must name the host; `path` is not yet percent-encoded.
    """
    stamp = at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    every = {
        **{name.lower(): value.strip() for name, value in headers.items()},
        "x-amz-content-sha256": payload_sha256,
        "x-amz-date": stamp,
    }
    names = ";".join(sorted(every))
    lines = [method, quote(path, safe="/~"), ""]
    lines += [f"{name}:{every[name]}" for name in sorted(every)]
    request = "\n".join([*lines, "", names, payload_sha256])
    scope = f"{stamp[:8]}/{key.region}/s3/aws4_request"
    told = hashlib.sha256(request.encode()).hexdigest()
    text = "\n".join([ALGORITHM, stamp, scope, told])
    signature = hmac.new(
        _derived(key, stamp[:8]), text.encode(), hashlib.sha256
    ).hexdigest()
    credential = f"Credential={key.name}/{scope}"
    every["authorization"] = (
        f"{ALGORITHM} {credential},SignedHeaders={names},Signature={signature}"
    )
    return every


def _derived(key: Key, day: str) -> bytes:
    """The key of one day, region and service."""
    derived = f"AWS4{key.secret}".encode()
    for part in (day, key.region, "s3", "aws4_request"):
        derived = hmac.digest(derived, part.encode(), "sha256")
    return derived
