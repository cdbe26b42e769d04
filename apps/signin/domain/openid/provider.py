"""An identity provider: what it says of itself, and how it is called.

Its host comes from the instance's configuration alone, its addresses from its discovery
document. Only HTTPS is spoken, except with a provider on this very machine.

Source: OpenID Connect Discovery 1.0, 3 and 4; RFC 8414.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from apps.signin.domain.refusals import NotVouchedFor

PATIENCE_SECONDS: Final = 10
LARGEST_BYTES: Final = 1 << 20
REMEMBERED_SECONDS: Final = 600.0
"""How long what a provider says of itself is not asked again."""
SOONEST_SECONDS: Final = 30.0
"""Keys are asked for anew when a token names an unknown one, but not more often."""
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, kw_only=True)
class Client:
    """What this instance is to its provider."""

    issuer: str
    client_id: str
    secret: str
    scopes: str


@dataclass(frozen=True, kw_only=True)
class Provider:
    """The addresses of a provider that the code flow needs."""

    issuer: str
    authorize: str
    token: str
    userinfo: str
    keys: str
    names_itself: bool
    """Whether its answers carry `iss` (RFC 9207)."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        """Follow nothing: a provider's addresses are those it published."""


_opener = urllib.request.build_opener(_NoRedirects)
_next_door = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects)
"""For a provider on this machine, which no proxy of the house can reach."""
_remembered: dict[str, tuple[float, dict[str, Any]]] = {}


def called(address: str, *, body: bytes | None = None, **headers: str) -> dict[str, Any]:
    """The JSON object that the provider answers.

    Raises:
        NotVouchedFor: it answers something else, too much, or not at all.
    """
    parts = urlsplit(address)
    is_here = parts.hostname in _LOOPBACK
    if parts.scheme != "https" and not is_here:
        raise NotVouchedFor("address without HTTPS")
    request = urllib.request.Request(  # noqa: S310  (looked at above)
        address, data=body, headers=headers
    )
    request.add_header("Accept", "application/json")
    try:
        opener = _next_door if is_here else _opener
        with opener.open(request, timeout=PATIENCE_SECONDS) as answer:
            text = answer.read(LARGEST_BYTES + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise NotVouchedFor(f"no answer from {parts.path}: {error}") from error
    return _object(text)


def _object(text: bytes) -> dict[str, Any]:
    if len(text) > LARGEST_BYTES:
        raise NotVouchedFor("answer too large")
    try:
        found = json.loads(text)
    except ValueError as error:
        raise NotVouchedFor("answer is not JSON") from error
    if not isinstance(found, dict):
        raise NotVouchedFor("answer is not an object")
    return found


def _document(address: str, *, newest: bool = False) -> dict[str, Any]:
    now = time.monotonic()
    at, found = _remembered.get(address, (float("-inf"), {}))
    if now - at > (SOONEST_SECONDS if newest else REMEMBERED_SECONDS):
        found = called(address)
        _remembered[address] = (now, found)
    return found


def discover(issuer: str) -> Provider:
    """The provider called `issuer`, as its discovery document describes it.

    Raises:
        NotVouchedFor: it does not answer, calls itself otherwise, or lacks an address.
    """
    told = _document(issuer.rstrip("/") + "/.well-known/openid-configuration")
    if told.get("issuer") != issuer:
        raise NotVouchedFor("discovery document of another issuer")
    try:
        return Provider(
            issuer=issuer,
            authorize=str(told["authorization_endpoint"]),
            token=str(told["token_endpoint"]),
            userinfo=str(told["userinfo_endpoint"]),
            keys=str(told["jwks_uri"]),
            names_itself=told.get("authorization_response_iss_parameter_supported") is True,
        )
    except KeyError as error:
        raise NotVouchedFor(f"discovery document without {error}") from error


def key_called(provider: Provider, kid: str) -> dict[str, Any]:
    """The provider's public key called `kid`; asks anew when it is not among the known.

    Raises:
        NotVouchedFor: the provider has no such key for signatures.
    """
    for newest in (False, True):
        keys = _document(provider.keys, newest=newest).get("keys")
        for key in keys if isinstance(keys, list) else ():
            if isinstance(key, dict) and key.get("kid") == kid and _signs(key):
                return key
    raise NotVouchedFor("signed with an unknown key")


def _signs(key: dict[str, Any]) -> bool:
    return (
        key.get("kty") == "RSA"
        and key.get("use", "sig") == "sig"
        and key.get("alg", "PS256") == "PS256"
    )
