"""Where GeoDjango finds GDAL and GEOS: inside the pyogrio and shapely wheels.

Debian's own libraries are older than Django's security advice (GDAL >= 3.9 blocks
file and network access from hostile spatial references), so the wheels go first.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path


def wheel_library(package: str, pattern: str) -> str | None:
    """Path of the shared library that the wheel of `package` carries, if it does."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    libraries = Path(spec.origin).parent.parent / f"{package}.libs"
    return next((str(path) for path in sorted(libraries.glob(pattern))), None)
