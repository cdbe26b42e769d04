"""The accounts that every instance has; each concept adds one of income."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from apps.treasury.terms import AccountKind, Means

RECEIVABLE: Final = "receivable"
ADVANCES: Final = "advances"
REFUNDS: Final = "refunds"
FORGIVEN: Final = "forgiven"
SHORTAGE: Final = "cash-shortage"
SURPLUS: Final = "cash-surplus"

CASH_OF: Final = {Means.CASH: "cash", Means.QR: "bank-qr", Means.TRANSFER: "bank"}
"""Where money lies that came in by each means."""


@dataclass(frozen=True, kw_only=True)
class StandingAccount:
    """An account that is there from the beginning."""

    code: str
    name: str
    kind: AccountKind


CHART: Final = (
    StandingAccount(code="cash", name="Caja", kind=AccountKind.ASSET),
    StandingAccount(code="bank", name="Banco", kind=AccountKind.ASSET),
    StandingAccount(code="bank-qr", name="Banco, cobros por QR", kind=AccountKind.ASSET),
    StandingAccount(code=RECEIVABLE, name="Cuentas por cobrar", kind=AccountKind.ASSET),
    StandingAccount(code=ADVANCES, name="Anticipos", kind=AccountKind.LIABILITY),
    StandingAccount(
        code=REFUNDS, name="Devoluciones por pagar", kind=AccountKind.LIABILITY
    ),
    StandingAccount(
        code=SHORTAGE, name="Faltantes de caja por cobrar", kind=AccountKind.ASSET
    ),
    StandingAccount(
        code=SURPLUS, name="Sobrantes de caja por aclarar", kind=AccountKind.LIABILITY
    ),
    StandingAccount(code=FORGIVEN, name="Condonaciones", kind=AccountKind.INCOME),
)
"""Names are rows of the books, as the office reads them; they are data, not messages."""
