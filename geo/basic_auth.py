"""Who signs a request with a name and a password, as desktop GIS do (RFC 7617).

The password is one made for that program alone: such clients cannot ask for a second
factor, so the one that a person signs in with opens nothing here. Those passwords have 160
random bits, which nobody guesses, so tries are not counted and nobody is held up.
"""

from __future__ import annotations

import base64
import binascii

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from geo.errors import Refusal


class NotSignedIn(Refusal):
    """The request must be signed, and is not, or with a wrong name or password."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Sign the request with your account's name and a password for this "
                "program, which you make under “My account”. The password you sign in "
                "with is not accepted here."
            )
        )


def user_of(header: str) -> User:
    """The active account that an `Authorization: Basic` header signs for.

    Raises:
        NotSignedIn: another scheme, or a wrong name or password.
    """
    name, password = _credentials(header)
    found = authenticate(username=name, app_password=password)
    if not isinstance(found, User):
        raise NotSignedIn
    return found


def _credentials(header: str) -> tuple[str, str]:
    scheme, _space, encoded = header.partition(" ")
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise NotSignedIn from error
    name, colon, password = text.partition(":")
    if scheme.lower() != "basic" or not colon or "\0" in text:
        raise NotSignedIn
    return name, password
