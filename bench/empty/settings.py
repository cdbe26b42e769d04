"""The platform's settings, with the address more."""

from __future__ import annotations

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.empty.urls"
