"""The providers that are set up here, by name."""

from __future__ import annotations

from django.conf import settings

from apps.treasury.domain.banks.bnb import Bnb
from apps.treasury.domain.banks.cash import AtTheDesk
from apps.treasury.domain.banks.port import NoSuchBank, PaymentProvider
from apps.treasury.domain.banks.sip import Sip


def provider_called(name: str) -> PaymentProvider:
    """The provider of this name; its host and keys are in the configuration alone.

    Raises:
        NoSuchBank: it is not set up.
    """
    found = providers().get(name)
    if found is None:
        raise NoSuchBank(name)
    return found


def providers() -> dict[str, PaymentProvider]:
    """Every provider that is set up: cash, and the banks of the configuration."""
    known: dict[str, PaymentProvider] = {"cash": AtTheDesk()}
    if "sip" in settings.BANKS:
        known["sip"] = Sip(settings.BANKS["sip"])
    if "bnb" in settings.BANKS:
        known["bnb"] = Bnb(settings.BANKS["bnb"])
    return known


def banks() -> list[str]:
    """Names of the banks that are set up."""
    return [name for name in providers() if name != "cash"]
