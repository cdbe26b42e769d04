"""How often a test tries what it tries."""

from __future__ import annotations

import os
from typing import Final

LONG: Final = os.environ.get("LLAJTA_LONG") == "1"
"""Whether this is a long run (`./llajta test --long`)."""


def many(usual: int, full: int) -> int:
    """How often to try: `full` in a long run, else `usual`."""
    return full if LONG else usual
