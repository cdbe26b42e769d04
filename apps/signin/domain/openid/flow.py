"""The code flow: where the citizen is sent, and what the code they bring is worth.

Source: OpenID Connect Core 1.0, 3.1; RFC 7636 (PKCE); RFC 9207 (issuer in the answer).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote_plus, urlencode

from apps.signin.domain.openid.provider import Client, Provider, called, discover
from apps.signin.domain.openid.tokens import checked_claims
from apps.signin.domain.refusals import NotVouchedFor, TakenTooLong

FORM: Final = "application/x-www-form-urlencoded"
PATIENCE_SECONDS: Final = 600
"""How long somebody may stay at the provider."""


@dataclass(frozen=True, kw_only=True)
class Journey:
    """What must be remembered, in this browser's session, until the citizen comes back."""

    state: str
    nonce: str
    verifier: str
    began: float
    """Seconds since 1970."""


def begin(*, now: float) -> Journey:
    """Set out, with secrets nobody else knows."""
    return Journey(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(64),
        began=now,
    )


def address_for(client: Client, journey: Journey, *, back: str) -> str:
    """Where to send the browser; it returns to `back`.

    Raises:
        NotVouchedFor: the provider cannot be reached.
    """
    hashed = hashlib.sha256(journey.verifier.encode()).digest()
    query = urlencode(
        {
            "response_type": "code",
            "client_id": client.client_id,
            "redirect_uri": back,
            "scope": client.scopes,
            "state": journey.state,
            "nonce": journey.nonce,
            "code_challenge": base64.urlsafe_b64encode(hashed).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
    )
    address = discover(client.issuer).authorize
    return f"{address}{'&' if '?' in address else '?'}{query}"


def finish(
    client: Client,
    journey: Journey,
    answer: Mapping[str, str],
    *,
    back: str,
    now: float,
) -> dict[str, Any]:
    """What the provider says about whoever came back, once every proof is found good.

    Raises:
        NotVouchedFor: something does not fit; nothing may be concluded.
        TakenTooLong: the citizen was away too long.
    """
    provider = discover(client.issuer)
    code = _code(provider, journey, answer, now=now)
    tokens = _exchange(client, provider, journey, code=code, back=back)
    claims = checked_claims(
        str(tokens.get("id_token", "")),
        provider=provider,
        client_id=client.client_id,
        nonce=journey.nonce,
        now=now,
    )
    bearer = f"Bearer {tokens.get('access_token', '')}"
    told = called(provider.userinfo, Authorization=bearer)
    if told.get("sub") != claims["sub"]:  # Core 5.3.2
        raise NotVouchedFor("userinfo about somebody else")
    return {**claims, **told}


def _code(
    provider: Provider, journey: Journey, answer: Mapping[str, str], *, now: float
) -> str:
    state = answer.get("state", "")
    if not hmac.compare_digest(state.encode(), journey.state.encode()):
        raise NotVouchedFor("state is not ours")
    if not 0 <= now - journey.began <= PATIENCE_SECONDS:
        raise TakenTooLong
    issuer = answer.get("iss", "" if provider.names_itself else provider.issuer)
    if issuer != provider.issuer:
        raise NotVouchedFor("answer of another issuer")
    if not answer.get("code"):
        raise NotVouchedFor(f"no code: {answer.get('error', '')[:60]}")
    return answer["code"]


def _exchange(
    client: Client, provider: Provider, journey: Journey, *, code: str, back: str
) -> dict[str, Any]:
    pair = f"{quote_plus(client.client_id)}:{quote_plus(client.secret)}"  # RFC 6749, 2.3.1
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": journey.verifier,
    }
    headers = {
        "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
        "Content-Type": FORM,
    }
    return called(provider.token, body=urlencode(form).encode(), **headers)
