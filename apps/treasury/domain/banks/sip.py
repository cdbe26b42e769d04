"""A bank that calls back, of the kind of SIP (MC4): Banco BISA and others.

`alias` is our name for a payment and makes asking again safe. Notices are signed with
HMAC-SHA256 over their time and body, on top of what the bank's own protocol asks: basic
credentials alone would let whoever saw one notice send others.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
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

OLDEST_SECONDS: Final = 300
STATES: Final = {
    "PENDIENTE": BankState.WAITING,
    "PAGADO": BankState.PAID,
    "INHABILITADO": BankState.DISABLED,
    "EXPIRADO": BankState.EXPIRED,
    "ERROR": BankState.FAILED,
}


def signature(secret: str, at: str, body: bytes) -> str:
    """What a notice must be signed with."""
    return hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()


class Sip:
    """The port to such a bank."""

    name = "sip"
    calls_back = True

    def __init__(self, account: Mapping[str, str]) -> None:
        self._account = account

    def _call(self, path: str, body: Mapping[str, object]) -> dict[str, Any]:
        account = self._account
        said = call(
            f"{account['url']}/autenticacion/v1/generarToken",
            {"username": account["user"], "password": account["password"]},
            apikey=account["key"],
        )
        token = _object(said)["token"]
        headers = {
            "apikeyServicio": account["service_key"],
            "Authorization": f"Bearer {token}",
        }
        return _object(call(f"{account['url']}{path}", body, **headers))

    def create(self, order: Order) -> Code:
        """Make a code; the same alias gives the same code."""
        made = self._call(
            "/api/v1/generaQr",
            {
                "alias": order.alias,
                "callback": order.callback,
                "detalleGlosa": order.gloss,
                "monto": f"{order.amount:.2f}",
                "moneda": "BOB",
                "fechaVencimiento": order.expires_on.strftime("%d/%m/%Y"),
                "tipoSolicitud": "API",
            },
        )
        try:
            image = base64.b64decode(made["imagenQr"], validate=True)
        except (KeyError, TypeError, binascii.Error) as error:
            raise BankAway from error
        return Code(reference=str(made.get("idQr", "")), image=image)

    def status(self, asked: Asked) -> BankState:
        """What became of a code."""
        return _state(self._transaction(asked))

    def _transaction(self, asked: Asked) -> dict[str, Any]:
        return self._call("/api/v1/estadoTransaccion", {"alias": asked.alias})

    def disable(self, asked: Asked) -> None:
        """Withdraw a code."""
        self._call("/api/v1/inhabilitarPago", {"alias": asked.alias})

    def announced(
        self, body: bytes, headers: Mapping[str, str], *, now: float
    ) -> Announced:
        """Read a notice, if the bank signed it within the last five minutes.

        Raises:
            BadNotice: it did not.
        """
        at, given = headers.get("X-Timestamp", ""), headers.get("X-Signature", "")
        expected = signature(self._account["secret"], at, body)
        is_fresh = at.isascii() and at.isdecimal() and len(at) < 13
        is_fresh = is_fresh and abs(now - int(at)) <= OLDEST_SECONDS
        if not hmac.compare_digest(given.encode(), expected.encode()) or not is_fresh:
            raise BadNotice
        return _notice(body)

    def paid(self, asked: Sequence[Asked], *, made_on: dt.date) -> list[Paid]:
        """What was paid of these codes; such banks have no list of a day."""
        found = []
        for each in asked:
            told = self._transaction(each)
            if _state(told) is BankState.PAID:
                amount = exact(told.get("monto", each.amount))
                found.append(
                    Paid(alias=each.alias, reference=each.reference, amount=amount)
                )
        return found


def _object(answer: Mapping[str, Any]) -> dict[str, Any]:
    found = answer.get("objeto")
    if answer.get("codigo") not in ("0000", "OK") or not isinstance(found, dict):
        raise BankAway
    return found


def _state(transaction: Mapping[str, Any]) -> BankState:
    return STATES.get(str(transaction.get("estadoActual")), BankState.FAILED)


def _notice(body: bytes) -> Announced:
    try:
        told = json.loads(body, parse_float=Decimal)
        alias, event = str(told["alias"]), str(told["numeroOrdenOriginante"])
        amount = exact(told["monto"])
    except (ValueError, KeyError, TypeError, BankAway) as error:
        raise BadNotice from error
    if not event or len(event) > 160:
        raise BadNotice
    payload = {name: str(value)[:200] for name, value in told.items()}
    return Announced(event=event, alias=alias, amount=amount, payload=payload)
