"""The doors of the simulated bank: those of a SIP, those of a BNB, and some for tests."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from apps.treasury.management.bank.customer import page
from apps.treasury.management.bank.ledger import (
    Quirks,
    SimulatedBank,
    SimulatedCode,
    as_listed,
    picture,
)

Said = dict[str, Any]
LARGEST: Final = 1 << 20
_STATUS: Final = {"PENDIENTE": 1, "PAGADO": 2, "EXPIRADO": 3}


def _object(value: Said) -> Said:
    return {"codigo": "0000", "mensaje": "OK", "objeto": value}


def _sip_token(bank: SimulatedBank, said: Said) -> Said:
    return _object({"token": "simulated"})


def _sip_make(bank: SimulatedBank, said: Said) -> Said:
    code = bank.make(
        alias=said["alias"],
        amount=said["monto"],
        gloss=said["detalleGlosa"],
        callback=said["callback"],
    )
    if bank.quirks.drops_answer:
        raise ConnectionAbortedError
    image = base64.b64encode(picture(code)).decode()
    return _object({"imagenQr": image, "idQr": code.id})


def _code(bank: SimulatedBank, name: str) -> SimulatedCode:
    found = bank.find(name)
    if found is None:
        raise KeyError(name)
    return found


def _sip_state(bank: SimulatedBank, said: Said) -> Said:
    code = _code(bank, said["alias"])
    return _object({"estadoActual": code.state, "monto": code.paid or code.amount})


def _sip_disable(bank: SimulatedBank, said: Said) -> Said:
    _code(bank, said["alias"]).state = "INHABILITADO"
    return _object({})


def _bnb_token(bank: SimulatedBank, said: Said) -> Said:
    return {"success": True, "message": "simulated"}


def _bnb_make(bank: SimulatedBank, said: Said) -> Said:
    alias = str(said["gloss"]).rpartition(" ")[2]
    code = bank.make(alias=alias, amount=said["amount"], gloss=said["gloss"], callback="")
    image = base64.b64encode(picture(code)).decode()
    return {"success": True, "id": code.id, "qr": image}


def _bnb_state(bank: SimulatedBank, said: Said) -> Said:
    return {
        "success": True,
        "statusId": _STATUS.get(_code(bank, said["qrId"]).state, 4),
    }


def _bnb_disable(bank: SimulatedBank, said: Said) -> Said:
    _code(bank, said["qrId"]).state = "INHABILITADO"
    return {"success": True}


def _bnb_list(bank: SimulatedBank, said: Said) -> Said:
    listed = [
        as_listed(code)
        for code in bank.codes.values()
        if code.made_on == said["generationDate"] and not code.callback
    ]
    return {"success": True, "qrs": listed}


def _pay(bank: SimulatedBank, said: Said) -> Said:
    bank.pay(_code(bank, said["alias"]), said.get("amount", ""))
    return {}


def _quirks(bank: SimulatedBank, said: Said) -> Said:
    bank.quirks = Quirks(**said)
    return {}


def _told(bank: SimulatedBank, said: Said) -> Said:
    return {"told": bank.told, "waiting": bank.waiting}


def _forget(bank: SimulatedBank, said: Said) -> Said:
    bank.forget()
    return {}


DOORS: Final[dict[str, Callable[[SimulatedBank, Said], Said]]] = {
    "/autenticacion/v1/generarToken": _sip_token,
    "/api/v1/generaQr": _sip_make,
    "/api/v1/estadoTransaccion": _sip_state,
    "/api/v1/inhabilitarPago": _sip_disable,
    "/auth/token": _bnb_token,
    "/main/getQRWithImageAsync": _bnb_make,
    "/main/getQRStatusAsync": _bnb_state,
    "/main/cancelQRByIdAsync": _bnb_disable,
    "/main/getQRbyGenerationDateAsync": _bnb_list,
    "/simulator/pay": _pay,
    "/simulator/quirks": _quirks,
    "/simulator/told": _told,
    "/simulator/forget": _forget,
}


class BankDoors(BaseHTTPRequestHandler):
    """Programs post JSON at the addresses of banks; customers see a page (`/pagar/…`)."""

    bank: SimulatedBank

    def do_GET(self) -> None:
        """The page of one code."""
        code = self._wanted()
        if code is None:
            self.send_error(404)
            return
        self._show(code, said=urlsplit(self.path).query)

    def do_POST(self) -> None:
        """A customer pays, or a program asks for something."""
        length = min(int(self.headers.get("Content-Length") or 0), LARGEST)
        body = self.rfile.read(length)
        code = self._wanted()
        if code is not None:
            self.bank.pay(code)
            self._show(code, said=body.decode(errors="replace"))
            return
        try:
            answer = DOORS[self.path](self.bank, json.loads(body or b"{}"))
        except ConnectionAbortedError:
            self.close_connection = True
            return
        except (KeyError, TypeError, ValueError):
            self.send_error(400)
            return
        self.bank.remember()
        self._say(json.dumps(answer), "application/json")

    def _wanted(self) -> SimulatedCode | None:
        """The code that the address of a customer's page names."""
        door, _slash, name = self.path.partition("?")[0].rpartition("/")
        return self.bank.find(name) if door == "/pagar" else None

    def _show(self, code: SimulatedCode, *, said: str) -> None:
        back = parse_qs(said).get("back", [""])[0]
        self._say(page(code, back=back), "text/html; charset=utf-8")

    def _say(self, text: str, content_type: str) -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: tests and demonstrations read other things."""


def server_of(
    bank: SimulatedBank, port: int, *, host: str = "127.0.0.1"
) -> ThreadingHTTPServer:
    """The bank behind a port."""
    return ThreadingHTTPServer((host, port), type("Doors", (BankDoors,), {"bank": bank}))
