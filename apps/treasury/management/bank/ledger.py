"""What the simulated bank knows, and how it tells it: late, twice, in disorder, or not."""

from __future__ import annotations

import datetime as dt
import io
import json
import random
import threading
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import segno

from apps.treasury.domain.banks.sip import signature

MOST_KEPT: Final = 1000


@dataclass(kw_only=True)
class SimulatedCode:
    """One code, as either of the simulated banks keeps it."""

    id: str
    alias: str
    amount: str
    gloss: str
    callback: str
    made_on: str
    state: str = "PENDIENTE"
    paid: str = ""
    """What was paid, which a payer of a real bank cannot choose."""


@dataclass(kw_only=True)
class Quirks:
    """How badly notices travel."""

    delay_s: float = 0.0
    repeats: int = 1
    shuffles: bool = False
    loses: float = 0.0
    """Share of payments of which no notice comes at all."""
    drops_answer: bool = False
    """Whether the answer to making a code gets lost after the code was made."""


@dataclass(kw_only=True)
class SimulatedBank:
    """Codes and notices; one lock, for it serves many threads."""

    secret: str
    site: str = ""
    """Where notices are told, whatever host a code names: the site beside it."""
    book: Path | None = None
    """File in which the codes are kept over a restart."""
    quirks: Quirks = field(default_factory=Quirks)
    codes: dict[str, SimulatedCode] = field(default_factory=dict)
    told: list[tuple[str, int]] = field(default_factory=list)
    """Which alias was told, and what our door answered."""
    waiting: int = 0
    """Notices that have set out and did not arrive yet."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    chance: random.Random = field(
        default_factory=lambda: random.Random(7)  # noqa: S311  (a bank of tests)
    )

    def __post_init__(self) -> None:
        """Begin with the codes that are kept."""
        if self.book is not None and self.book.exists():
            kept = json.loads(self.book.read_text(encoding="utf-8"))
            self.codes = {each["id"]: SimulatedCode(**each) for each in kept}

    def remember(self) -> None:
        """Keep the codes, the latest of them."""
        if self.book is None:
            return
        with self.lock:
            kept = [asdict(code) for code in list(self.codes.values())[-MOST_KEPT:]]
            beside = self.book.with_suffix(".new")
            beside.write_text(json.dumps(kept), encoding="utf-8")
            beside.replace(self.book)

    def make(self, *, alias: str, amount: str, gloss: str, callback: str) -> SimulatedCode:
        """The code of an alias; made once."""
        with self.lock:
            known = next((c for c in self.codes.values() if c.alias == alias), None)
            if known is not None:
                return known
            code = SimulatedCode(
                id=uuid.uuid4().hex[:12],
                alias=alias,
                amount=amount,
                gloss=gloss,
                callback=callback,
                made_on=dt.datetime.now().astimezone().date().isoformat(),
            )
            self.codes[code.id] = code
            return code

    def find(self, name: str) -> SimulatedCode | None:
        """A code by its id or alias."""
        with self.lock:
            found = self.codes.get(name)
            return found or next((c for c in self.codes.values() if c.alias == name), None)

    def pay(self, code: SimulatedCode, amount: str = "") -> None:
        """Somebody scans and pays; the notices set out, if there are any."""
        with self.lock:
            if code.state != "PENDIENTE" and not amount:
                return  # its customer pressed twice, or too late
            code.state, code.paid = "PAGADO", amount or code.amount
            is_lost = self.chance.random() < self.quirks.loses
            times = self.quirks.repeats
            times = 0 if is_lost or not code.callback else times
            self.waiting += times
        for _n in range(times):
            wait = self.quirks.delay_s
            if self.quirks.shuffles:
                wait += self.chance.random()
            threading.Timer(wait, self._tell, [code]).start()
        self.remember()

    def _tell(self, code: SimulatedCode) -> None:
        body = json.dumps(
            {
                "alias": code.alias,
                "numeroOrdenOriginante": f"N-{code.id}",
                "monto": float(code.paid),  # as such banks write it: 10.5 for 10.50
                "idQr": code.id,
                "moneda": "BOB",
            }
        ).encode()
        at = str(int(time.time()))
        request = urllib.request.Request(  # noqa: S310  (a bank of tests)
            self._door(code), data=body, method="POST"
        )
        request.add_header("Content-Type", "application/json")
        request.add_header("X-Timestamp", at)
        request.add_header("X-Signature", signature(self.secret, at, body))
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=30) as answer:
                status = answer.status
        except urllib.error.HTTPError as error:
            status = error.code
        except OSError:
            status = 0
        with self.lock:
            self.told.append((code.alias, status))
            self.waiting -= 1

    def _door(self, code: SimulatedCode) -> str:
        return self.site + urlsplit(code.callback).path if self.site else code.callback

    def forget(self) -> None:
        """Be a bank that was opened today."""
        with self.lock:
            self.codes.clear()
            self.told.clear()


def picture(code: SimulatedCode) -> bytes:
    """PNG of a code."""
    sink = io.BytesIO()
    segno.make(f"BO:{code.id}:{code.amount}", error="m").save(
        sink, kind="png", scale=6, border=2
    )
    return sink.getvalue()


def as_listed(code: SimulatedCode) -> dict[str, Any]:
    """A code in the list of a day."""
    return {
        "id": code.id,
        "gloss": code.gloss,
        "amount": code.paid or code.amount,
        "statusId": 2 if code.state == "PAGADO" else 1,
    }
