"""Judging an ID token: by whom it was signed, for whom, when, and in answer to what.

Source: OpenID Connect Core 1.0, 3.1.3.7. The signature is verified although the token comes
straight from the provider (point 6 would allow otherwise): whoever stands between the two
servers could else be anybody.
"""

from __future__ import annotations

import hmac
from typing import Any, Final

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from apps.signin.domain.openid.provider import Provider, key_called
from apps.signin.domain.refusals import NotVouchedFor

ALGORITHMS: Final = ["PS256"]
"""What Ciudadanía Digital signs with; anything else, `none` included, is refused."""
SMALLEST_KEY_BITS: Final = 2048
LEEWAY_SECONDS: Final = 60
LONGEST_SUBJECT: Final = 255


def checked_claims(
    token: str, *, provider: Provider, client_id: str, nonce: str, now: float
) -> dict[str, Any]:
    """The token's claims, once it is found to be about this very sign-in.

    Raises:
        NotVouchedFor: with the first reason not to believe it.
    """
    claims = _signed_by(provider, token)
    if claims.get("iss") != provider.issuer:
        raise NotVouchedFor("token of another issuer")
    if not _is_for(claims, client_id):
        raise NotVouchedFor("token for another client")
    if not _is_of(claims, now):
        raise NotVouchedFor("token of another time")
    told = claims.get("nonce")
    if not isinstance(told, str) or not hmac.compare_digest(told.encode(), nonce.encode()):
        raise NotVouchedFor("token in answer to another question")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise NotVouchedFor("token about nobody")
    return claims


def _signed_by(provider: Provider, token: str) -> dict[str, Any]:
    try:
        header = jws.extract_compact(token.encode()).headers()
        if header.get("alg") not in ALGORITHMS:
            raise NotVouchedFor("token not signed with PS256")
        key = RSAKey.import_key(key_called(provider, str(header.get("kid", ""))))
        if key.public_key.key_size < SMALLEST_KEY_BITS:
            raise NotVouchedFor("signed with too small a key")
        return dict(jwt.decode(token, key, algorithms=ALGORITHMS).claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise NotVouchedFor(f"token cannot be believed: {type(error).__name__}") from error


def _is_for(claims: dict[str, Any], client_id: str) -> bool:
    told = claims.get("aud")
    audience = told if isinstance(told, list) else [told]
    party = claims.get("azp")
    if client_id not in audience or (len(audience) > 1 and party is None):
        return False
    return party is None or party == client_id


def _is_of(claims: dict[str, Any], now: float) -> bool:
    ends, issued = claims.get("exp"), claims.get("iat")
    if not isinstance(ends, int | float) or not isinstance(issued, int | float):
        return False
    return now < ends + LEEWAY_SECONDS and issued <= now + LEEWAY_SECONDS
