"""The simulated bank as a process of its own, and how notices are signed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.test import Client

from apps.treasury.domain.banks.sip import signature
from tests.databases import ROOT
from tests.servers import free_port

SECRET = "only-the-bank-and-we-know"


def sip_at(url: str) -> dict[str, str]:
    return {
        "url": url,
        "user": "u",
        "password": "p",
        "key": "k",
        "service_key": "s",
        "secret": SECRET,
    }


def bnb_at(url: str) -> dict[str, str]:
    return {"url": url, "account": "a", "authorization": "b"}


def environment(url: str) -> dict[str, str]:
    """What a process is told of the simulated bank at `url`."""
    told = {f"LLAJTA_SIP_{name.upper()}": value for name, value in sip_at(url).items()}
    return told | {f"LLAJTA_BNB_{k.upper()}": v for k, v in bnb_at(url).items()}


class Bank:
    """The simulator, asked over its own doors."""

    def __init__(self, url: str) -> None:
        self.url = url

    def ask(self, door: str, **said: Any) -> dict[str, Any]:
        request = urllib.request.Request(
            f"{self.url}/simulator/{door}", data=json.dumps(said).encode(), method="POST"
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=30) as answer:
            return dict(json.loads(answer.read()))


@contextmanager
def simulated_bank() -> Iterator[Bank]:
    """A bank of nobody on a port of this machine."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "django", "simulate_bank", "--port", str(port)]
    bank = subprocess.Popen(  # our own command
        command, cwd=ROOT, env={**os.environ, **environment(url)}, stdout=subprocess.PIPE
    )
    try:
        assert bank.stdout is not None
        assert url.encode() in bank.stdout.readline()
        yield Bank(url)
    finally:
        bank.kill()
        bank.wait()
        if bank.stdout is not None:
            bank.stdout.close()


def body_of(alias: object, amount: object = "10.00", event: str = "N-1") -> bytes:
    said = {"alias": str(alias), "numeroOrdenOriginante": event, "monto": amount}
    return json.dumps(said).encode()


def post(
    client: Client,
    body: bytes,
    *,
    at: int | None = None,
    secret: str = SECRET,
    forged: Mapping[str, str] | None = None,
) -> Any:
    """Deliver a notice as the bank would, or as a forger."""
    stamp = str(int(time.time()) if at is None else at)
    headers = {"X-Timestamp": stamp, "X-Signature": signature(secret, stamp, body)}
    headers.update(forged or {})
    return client.post(
        "/pagos/aviso/sip/", body, content_type="application/json", headers=headers
    )
