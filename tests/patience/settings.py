"""The platform's settings with the patient process."""

from __future__ import annotations

from config import settings as platform

globals().update(
    {name: getattr(platform, name) for name in dir(platform) if name.isupper()}
)
INSTALLED_APPS = [*platform.INSTALLED_APPS, "tests.patience"]
