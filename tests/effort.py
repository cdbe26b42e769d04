"""How often a test tries what it tries."""

from __future__ import annotations

import os


def many(usual: int, full: int) -> int:
    """How often to try: `full` in a long run (`./llajta test --long`), else `usual`."""
    return full if os.environ.get("LLAJTA_LONG") == "1" else usual
