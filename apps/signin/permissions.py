"""What may be done about other people's accounts."""

from __future__ import annotations

from typing import Final

from geo.access import Permission

OPEN_ACCOUNTS: Final = Permission(name="signin.open_accounts", title="Open accounts")
RESET_FACTORS: Final = Permission(
    name="signin.reset_factors", title="Reset somebody's second factor"
)
