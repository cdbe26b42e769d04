"""Passkeys: questions to a browser, and judging its answers.

Source: W3C Web Authentication, Level 2, through Yubico's `fido2`. The key must have asked
its owner for a finger, a face or a PIN, so one passkey is two factors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from apps.signin.domain.refusals import WrongPasskey


@dataclass(frozen=True, kw_only=True)
class Site:
    """The address that passkeys are bound to, as the browser sees it."""

    scheme: str
    host: str
    """With its port, if any."""
    name: str

    @property
    def domain(self) -> str:
        """The host's name without port."""
        return self.host.rsplit(":", 1)[0] if "]" not in self.host else self.host

    @property
    def takes_passkeys(self) -> bool:
        """Whether browsers make passkeys here: they want a name and a safe connection."""
        try:
            ip_address(self.domain.strip("[]"))
        except ValueError:
            return self.scheme == "https" or self.domain == "localhost"
        return False

    def server(self) -> Fido2Server:
        """The relying party that asks and judges."""
        origin = f"{self.scheme}://{self.host}"
        entity = PublicKeyCredentialRpEntity(name=self.name, id=self.domain)
        return Fido2Server(entity, verify_origin=lambda found: found == origin)


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the browser is asked, and what must be kept until it answers."""

    options: dict[str, Any]
    state: Any


@dataclass(frozen=True, kw_only=True)
class NewKey:
    """A passkey that was just made."""

    credential: bytes
    attested: bytes
    signatures: int


def ask_for_new(site: Site, *, handle: bytes, name: str, have: Iterable[bytes]) -> Question:
    """Ask the browser to make a passkey, unless it holds one of those we `have`."""
    options, state = site.server().register_begin(
        PublicKeyCredentialUserEntity(id=handle, name=name, display_name=name),
        credentials=[_described(each) for each in have],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Question(options=dict(options), state=state)


def judge_new(site: Site, state: Any, answer: Mapping[str, Any]) -> NewKey:
    """The passkey that the browser made.

    Raises:
        WrongPasskey: it is no answer to our question, or of another site.
    """
    try:
        response = RegistrationResponse.from_dict(answer)
        data = site.server().register_complete(state, response)
    except (ValueError, KeyError, TypeError) as error:
        raise WrongPasskey from error
    found = data.credential_data
    if found is None:
        raise WrongPasskey
    return NewKey(
        credential=found.credential_id, attested=bytes(found), signatures=data.counter
    )


def ask_for_proof(site: Site, *, have: Iterable[bytes] = ()) -> Question:
    """Ask the browser to sign with one of those we `have`, or with any it holds."""
    options, state = site.server().authenticate_begin(
        [_described(each) for each in have] or None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Question(options=dict(options), state=state)


def credential_in(answer: Mapping[str, Any]) -> bytes:
    """Which credential the browser says it used.

    Raises:
        WrongPasskey: it says nothing of the kind.
    """
    try:
        return AuthenticationResponse.from_dict(answer).raw_id
    except (ValueError, KeyError, TypeError) as error:
        raise WrongPasskey from error


def judge_proof(site: Site, state: Any, answer: Mapping[str, Any], attested: bytes) -> int:
    """How often the key says it has signed, once its signature is found good.

    Raises:
        WrongPasskey: it is no answer to our question, or of another key or site.
    """
    try:
        response = AuthenticationResponse.from_dict(answer)
        key = AttestedCredentialData(attested)
        site.server().authenticate_complete(state, [key], response)
    except (ValueError, KeyError, TypeError) as error:
        raise WrongPasskey from error
    return response.response.authenticator_data.counter


def _described(credential: bytes) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(
        type=PublicKeyCredentialType.PUBLIC_KEY, id=credential
    )
