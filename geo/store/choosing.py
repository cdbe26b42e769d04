"""Which store this instance keeps its files in."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from geo.store.disk import DiskStore
from geo.store.port import Store
from geo.store.s3 import S3Store
from geo.store.signing import Key


def store() -> Store:
    """The bucket that the configuration names, else the folder `files` of the instance."""
    bucket: dict[str, str] = settings.OBJECT_STORE
    if bucket:
        key = Key(name=bucket["key"], secret=bucket["secret"], region=bucket["region"])
        return S3Store(endpoint=bucket["endpoint"], bucket=bucket["bucket"], key=key)
    var: Path = settings.VAR
    return DiskStore(root=var / "files")
