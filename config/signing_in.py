"""What the door needs of its surroundings: identity provider, proxies, mail."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apps.signin.domain.openid.provider import Client
from geo.mail import MailServer

SCOPES = "openid profile fecha_nacimiento email celular"
"""What Ciudadanía Digital offers that a register of people can use."""

PATIENCE_SECONDS = 15
"""With a mail server."""

_VALIDATORS = "django.contrib.auth.password_validation"
PASSWORD_POLICY: list[dict[str, Any]] = [
    {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
]
"""The framework's rules for passwords (ASVS 5.0.0, 6.2)."""


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """What the door needs to know of its surroundings."""

    client: Client | None
    """What this instance is to an OpenID Connect provider; None without one."""
    proxies: int
    """How many proxies of ours stand before the server."""


def sign_in_from_environment() -> SignIn:
    """Read the door's surroundings; half a configuration stops the start."""
    names = ("LLAJTA_OIDC_ISSUER", "LLAJTA_OIDC_CLIENT_ID", "LLAJTA_OIDC_CLIENT_SECRET")
    told = [os.environ.get(name, "") for name in names]
    if any(told) and not all(told):
        missing = ", ".join(
            name for name, value in zip(names, told, strict=True) if not value
        )
        raise SystemExit(f"Ciudadanía Digital is configured by half: {missing} not set.")
    issuer, client_id, secret = told
    scopes = os.environ.get("LLAJTA_OIDC_SCOPES") or SCOPES
    client = Client(issuer=issuer, client_id=client_id, secret=secret, scopes=scopes)
    proxies = os.environ.get("LLAJTA_PROXIES") or "0"
    if not proxies.isdecimal():
        raise SystemExit("LLAJTA_PROXIES is not a number of proxies.")
    return SignIn(client=client if issuer else None, proxies=int(proxies))


def mail_settings(folder: Path) -> dict[str, Any]:
    """Django's settings of letters: by the mail server, or as files in `folder`."""
    backends = "django.core.mail.backends"
    mail = mail_from_environment()
    if mail is None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        backend = f"{backends}.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": folder}
    return {
        "EMAIL_BACKEND": f"{backends}.smtp.EmailBackend",
        "EMAIL_HOST": mail.host,
        "EMAIL_PORT": mail.port,
        "EMAIL_HOST_USER": mail.user,
        "EMAIL_HOST_PASSWORD": mail.password,
        "EMAIL_USE_TLS": mail.starts_tls,
        "EMAIL_USE_SSL": mail.is_tls,
        "EMAIL_TIMEOUT": PATIENCE_SECONDS,
    }


def mail_from_environment() -> MailServer | None:
    """The mail server of `LLAJTA_SMTP_URL`; without one, letters are files."""
    address = os.environ.get("LLAJTA_SMTP_URL")
    if not address:
        return None
    try:
        return MailServer.at(address)
    except ValueError:
        raise SystemExit(
            "LLAJTA_SMTP_URL is not like smtp://user:password@host:587."
        ) from None
