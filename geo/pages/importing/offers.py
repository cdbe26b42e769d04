"""Usual answers that the form offers; whatever else the loader knows can be written."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from geo.crs import METRIC, STORAGE, WEB_MERCATOR
from geo.exchange.options import Outside

SYSTEMS: Final = (
    (f"EPSG:{STORAGE}", _("longitude and latitude in degrees (WGS 84)")),
    (f"EPSG:{METRIC}", _("metres, the municipality's zone")),
    (f"EPSG:{WEB_MERCATOR}", _("metres, as web maps have them")),
)
ENCODINGS: Final = (
    ("utf-8", "UTF-8"),
    ("windows-1252", "Windows-1252"),
    ("latin-1", "ISO 8859-1"),
    ("cp850", "DOS 850"),
)
SEPARATORS: Final = (
    (",", _("comma")),
    (";", _("semicolon")),
    ("tab", _("tab")),
    ("|", _("bar")),
)
OUTSIDE: Final = (
    (Outside.REFUSE.value, _("refuse rows outside; those across the limit stay whole")),
    (Outside.CLIP.value, _("cut shapes at the limit")),
    (Outside.KEEP.value, _("keep them all")),
)
