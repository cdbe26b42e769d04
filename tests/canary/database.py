"""The demonstration town with the canary in it."""

from __future__ import annotations

from typing import Final

from tests.databases import digest, made, town_template
from tests.effort import many

SETTINGS: Final = {"DJANGO_SETTINGS_MODULE": "tests.canary.settings"}
"""Environment of a command or server that knows the canary."""


def canary_template() -> str:
    """Database to copy: the town, the canary's rows and its published views."""
    town, more = town_template(), str(many(500, 5000))
    name = f"llajta_canary_{more}_{digest('tests/canary/**/*.py')}_{town[-12:]}"
    return made(name, town, (("plant", "--more", more),), **SETTINGS)
