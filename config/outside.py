"""What an instance may be told to use outside itself; nothing unless it is named."""

from __future__ import annotations

import os
from urllib.parse import urlsplit


def object_store() -> dict[str, str]:
    """Where files are kept in a bucket; empty when they are kept on disk.

    `LLAJTA_S3` is the store's address with the bucket as its path; key and secret come
    from variables of their own. A half-told bucket stops the start.
    """
    address = os.environ.get("LLAJTA_S3", "")
    if not address:
        return {}
    parts = urlsplit(address)
    bucket = parts.path.strip("/")
    named = {
        "endpoint": f"{parts.scheme}://{parts.netloc}",
        "bucket": bucket,
        "key": os.environ.get("LLAJTA_S3_KEY", ""),
        "secret": os.environ.get("LLAJTA_S3_SECRET", ""),
        "region": os.environ.get("LLAJTA_S3_REGION", "us-east-1"),
    }
    if parts.scheme not in ("http", "https") or "/" in bucket or not all(named.values()):
        raise SystemExit(
            "LLAJTA_S3 must be like https://host/bucket, with LLAJTA_S3_KEY and "
            "LLAJTA_S3_SECRET."
        )
    return named


def named_address() -> str:
    """Where the site is for everybody (`LLAJTA_PUBLIC_URL`); empty if nobody said it."""
    return os.environ.get("LLAJTA_PUBLIC_URL", "").rstrip("/")


def public_address(hosts: list[str]) -> str:
    """Where papers lead to: `LLAJTA_PUBLIC_URL`, or what the first host makes."""
    return named_address() or f"http://{hosts[0]}"


def is_encrypted(address: str, *, proxies: int) -> bool:
    """Whether people reach the site by HTTPS alone, as its public address says.

    Who speaks it is a web server in front; one that is not believed stops the start, for
    every page would then send its reader on to itself.
    """
    encrypted = urlsplit(address).scheme == "https"
    if encrypted and not proxies:
        raise SystemExit(
            "LLAJTA_PUBLIC_URL is https, but LLAJTA_PROXIES names no web server that "
            "speaks it: set LLAJTA_PROXIES=1 and let that server set X-Forwarded-Proto."
        )
    return encrypted
