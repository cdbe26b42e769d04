"""A bank that must be asked, of the kind of BNB's QR Simple: it has no notices.

The bank names the code; our alias stands in the gloss. Its states are 1 unused, 2 paid,
3 expired, 4 error.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from apps.treasury.domain.banks.calling import asked as call
from apps.treasury.domain.banks.calling import exact
from apps.treasury.domain.banks.port import (
    Announced,
    Asked,
    BadNotice,
    BankAway,
    BankState,
    Code,
    Order,
    Paid,
)

STATES: Final = {
    1: BankState.WAITING,
    2: BankState.PAID,
    3: BankState.EXPIRED,
    4: BankState.FAILED,
}


class Bnb:
    """The port to such a bank."""

    name = "bnb"
    calls_back = False

    def __init__(self, account: Mapping[str, str]) -> None:
        self._account = account

    def _call(self, path: str, body: Mapping[str, object]) -> dict[str, Any]:
        account = self._account
        said = call(
            f"{account['url']}/auth/token",
            {
                "accountId": account["account"],
                "authorizationId": account["authorization"],
            },
        )
        token = str(said.get("message", ""))
        found = call(f"{account['url']}/main/{path}", body, Authorization=f"Bearer {token}")
        if not found.get("success"):
            raise BankAway
        return found

    def create(self, order: Order) -> Code:
        """Make a code for one payment."""
        made = self._call(
            "getQRWithImageAsync",
            {
                "currency": "BOB",
                "gloss": f"{order.gloss} {order.alias}",
                "amount": f"{order.amount:.2f}",
                "singleUse": True,
                "expirationDate": order.expires_on.isoformat(),
            },
        )
        try:
            image = base64.b64decode(made["qr"], validate=True)
        except (KeyError, TypeError, binascii.Error) as error:
            raise BankAway from error
        return Code(reference=str(made["id"]), image=image)

    def status(self, asked: Asked) -> BankState:
        """What became of a code."""
        told = self._call("getQRStatusAsync", {"qrId": asked.reference})
        return STATES.get(int(exact(told.get("statusId", 4))), BankState.FAILED)

    def disable(self, asked: Asked) -> None:
        """Withdraw a code."""
        self._call("cancelQRByIdAsync", {"qrId": asked.reference})

    def announced(
        self, body: bytes, headers: Mapping[str, str], *, now: float
    ) -> Announced:
        """Nothing: this bank sends no notices, so whatever comes is not its.

        Raises:
            BadNotice: always.
        """
        raise BadNotice

    def paid(self, asked: Sequence[Asked], *, made_on: dt.date) -> list[Paid]:
        """The bank's own list of the codes made on a day that were paid."""
        told = self._call(
            "getQRbyGenerationDateAsync", {"generationDate": made_on.isoformat()}
        )
        return [
            Paid(
                alias=str(each.get("gloss", "")).rpartition(" ")[2],
                reference=str(each.get("id", "")),
                amount=exact(each.get("amount", 0)),
            )
            for each in told.get("qrs", [])
            if each.get("statusId") == 2
        ]
