"""What posts of the canary's town may be granted."""

from __future__ import annotations

from typing import Final

from geo.access import Permission

SEE_DEBTS: Final = Permission(name="canary.see_debts", title="See the canary's debts")
SEE_SUMS: Final = Permission(name="canary.see_sums", title="See how much is owed")
