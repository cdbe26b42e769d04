"""What the register of accounts keeps: factors, passwords of programs, sessions, record."""

from apps.signin.models.accounts import CitizenIdentity
from apps.signin.models.factors import Authenticator, Passkey, RecoveryCode
from apps.signin.models.record import Event
from apps.signin.models.sessions import KnownDevice, OpenSession
from apps.signin.models.tokens import AppPassword, EmailLink
from apps.signin.models.waiting import Throttle

__all__ = [
    "AppPassword",
    "Authenticator",
    "CitizenIdentity",
    "EmailLink",
    "Event",
    "KnownDevice",
    "OpenSession",
    "Passkey",
    "RecoveryCode",
    "Throttle",
]
