"""Channels that are set up, and an occasion with its words."""

from __future__ import annotations

from typing import Any

import pytest

from apps.notices.models import Template
from apps.notices.tests.making import ALL_OPEN, make_template


@pytest.fixture
def receipt(db: Any, settings: Any) -> Template:
    """The occasion “receipt”, on an instance with e-mail and SMS."""
    settings.NOTICE_CHANNELS = ALL_OPEN
    return make_template()
