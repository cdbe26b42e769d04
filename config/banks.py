"""Banks that an instance may ask for payments; none unless it is named."""

from __future__ import annotations

import os

NEEDED = {
    "SIP": ("URL", "USER", "PASSWORD", "KEY", "SERVICE_KEY", "SECRET"),
    "BNB": ("URL", "ACCOUNT", "AUTHORIZATION"),
}


def simulator_port() -> int:
    """Port of the simulated bank that a demonstration has beside it; nought for none."""
    return int(os.environ.get("LLAJTA_BANK_SIMULATOR", "0"))


def banks_from_environment() -> dict[str, dict[str, str]]:
    """Hosts and keys by provider: `LLAJTA_SIP_URL`, … and `LLAJTA_BNB_URL`, ….

    A half-told bank stops the start: nobody should find out when the first citizen pays.
    """
    banks = {}
    for name, needed in NEEDED.items():
        told = {
            part.lower(): os.environ.get(f"LLAJTA_{name}_{part}", "") for part in needed
        }
        if any(told.values()):
            if not all(told.values()):
                missing = [
                    f"LLAJTA_{name}_{part.upper()}" for part, v in told.items() if not v
                ]
                raise SystemExit(f"{', '.join(missing)} must be set too.")
            banks[name.lower()] = told
    return banks
