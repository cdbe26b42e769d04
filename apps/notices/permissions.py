"""What can be granted about notices."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from geo.access import Permission

LOG: Final = Permission(
    name="notices.log", title=_("See what was sent to whom and what came of it")
)
RESEND: Final = Permission(
    name="notices.resend", title=_("Send again, or drop, what could not be delivered")
)
WORDING: Final = Permission(
    name="notices.wording", title=_("Change the wording of notices and their quiet hours")
)
