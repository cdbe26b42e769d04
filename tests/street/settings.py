"""The platform's settings with the street of the tests."""

from __future__ import annotations

from config import settings as platform

globals().update(
    {name: getattr(platform, name) for name in dir(platform) if name.isupper()}
)
INSTALLED_APPS = ["tests.street", *platform.INSTALLED_APPS]
