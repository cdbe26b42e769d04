"""Acts of the field that can be granted to a post."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from apps.fieldwork.querysets import SUPERVISE as SUPERVISE_NAME
from geo.access import Permission

COLLECT: Final = Permission(
    name="fieldwork.collect", title=_("Work in the street with a telephone")
)
SUPERVISE: Final = Permission(
    name=SUPERVISE_NAME, title=_("Lead crews: telephones, assignments and what they send")
)
COUNT: Final = Permission(
    name="fieldwork.count", title=_("Count the cash that collectors bring")
)
