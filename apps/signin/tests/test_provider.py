"""Only the provider that was named is believed, and nobody it points to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from apps.signin.domain.openid import provider
from apps.signin.domain.refusals import NotVouchedFor
from apps.treasury.domain.banks.calling import asked
from apps.treasury.domain.banks.port import BankAway

ISSUER = "https://identidad.example.org"
TOLD = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/auth",
    "token_endpoint": f"{ISSUER}/token",
    "userinfo_endpoint": f"{ISSUER}/me",
    "jwks_uri": f"{ISSUER}/keys",
}


def describing(monkeypatch: pytest.MonkeyPatch, **changed: str) -> None:
    def told(_address: str, **_more: Any) -> dict[str, Any]:
        return {**TOLD, **changed}

    monkeypatch.setattr(provider, "_document", told)


def test_a_provider_is_whom_it_says_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    describing(monkeypatch)
    assert provider.discover(ISSUER).keys == f"{ISSUER}/keys"


@pytest.mark.parametrize("other", ["https://x.org", f"{ISSUER}/", ISSUER.upper(), ""])
def test_the_description_of_another_is_refused(
    monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    describing(monkeypatch, issuer=other)
    with pytest.raises(NotVouchedFor) as refused:
        provider.discover(ISSUER)
    assert "another issuer" in refused.value.why


class Elsewhere(BaseHTTPRequestHandler):
    """Sends whoever asks on to another address of its own, and counts who comes there."""

    came: ClassVar[list[str]] = []

    def _answer(self) -> None:
        self.came.append(self.path)
        self.send_response(307 if self.path == "/first" else 200)
        self.send_header("Location", "/second")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = _answer  # noqa: N815
    do_POST = _answer  # noqa: N815

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    Elsewhere.came.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/first"
    server.shutdown()
    server.server_close()


def test_nobody_follows_where_a_provider_or_a_bank_points(elsewhere: str) -> None:
    with pytest.raises(NotVouchedFor):
        provider.called(elsewhere)
    with pytest.raises(BankAway):
        asked(elsewhere, {})
    assert Elsewhere.came == ["/first", "/first"]


def test_nobody_is_called_in_the_clear() -> None:
    with pytest.raises(NotVouchedFor) as refused:
        provider.called("http://identidad.example.org/token")
    assert "without HTTPS" in refused.value.why
    with pytest.raises(BankAway):
        asked("http://bank.example.org/", {})
