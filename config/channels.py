"""Where notices leave the platform: one address for each channel, from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

VARIABLES: Final = {
    "email": "LLAJTA_SMTP_URL",
    "sms": "LLAJTA_SMS_URL",
    "whatsapp": "LLAJTA_WHATSAPP_URL",
}


def channels_from(
    environment: Mapping[str, str], var: Path, *, demo: bool
) -> dict[str, str]:
    """The address of each channel; in a demonstration a file, else nothing where none is.

    An empty variable turns a channel off, in a demonstration too.
    """
    files = (var / "notices").as_uri()
    return {
        channel: environment.get(name, f"{files}/{channel}.jsonl" if demo else "")
        for channel, name in VARIABLES.items()
    }
