"""Which way out a channel has, from its address in the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from apps.notices.domain.gateways import web
from apps.notices.domain.gateways.files import FileGateway
from apps.notices.domain.gateways.mail import MailGateway
from apps.notices.domain.gateways.port import Gateway
from apps.notices.terms import Channel
from geo.mail import PORTS, MailServer

_BODIES: Final[Mapping[str, web.Body]] = {
    Channel.SMS: web.sms,
    Channel.WHATSAPP: web.whatsapp,
}


def gateways(addresses: Mapping[str, str], sender: str) -> dict[str, Gateway]:
    """The way out of each channel that has an address; the others are off.

    Raises:
        ValueError: an address means nothing for its channel.
    """
    return {
        channel: gateway_at(channel, address, sender)
        for channel, address in addresses.items()
        if address
    }


def gateway_at(channel: str, address: str, sender: str) -> Gateway:
    """The way out at an address: `file:`, `smtp:`, `smtp+tls:`, `smtps:`, `http(s):`.

    Raises:
        ValueError: the address means nothing for this channel.
    """
    parts = urlsplit(address)
    if parts.scheme == "file":
        return FileGateway(Path(unquote(parts.path)))
    if channel == Channel.EMAIL and parts.scheme in PORTS and parts.hostname:
        return MailGateway(MailServer.at(address), sender)
    if channel in _BODIES and parts.scheme in ("http", "https") and parts.hostname:
        return web.WebGateway(parts, _BODIES[channel])
    raise ValueError(f"{channel}: {parts.scheme}: leads nowhere")
