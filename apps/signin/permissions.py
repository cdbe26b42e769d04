"""What may be done about other people's accounts."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from geo.access import Permission

OPEN_ACCOUNTS: Final = Permission(name="signin.open_accounts", title=_("Open accounts"))
RESET_FACTORS: Final = Permission(
    name="signin.reset_factors", title=_("Reset somebody's second factor")
)
