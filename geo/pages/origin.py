"""From which computer a request comes, when proxies of ours stand before the server."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address of the computer behind `request`; empty if it cannot be told."""
    return client_address(
        request.META.get("REMOTE_ADDR", ""),
        request.headers.get("X-Forwarded-For", ""),
        proxies=settings.SIGN_IN.proxies,
    )


def client_address(peer: str, forwarded: str, *, proxies: int) -> str:
    """The client's address; what clients write into the header themselves is not read.

    Each of our proxies appends whom it was called by, so the one before the first of
    them stands as many places from the right as there are proxies.

    >>> client_address("10.0.0.1", "6.6.6.6, 181.1.2.3", proxies=1)
    '181.1.2.3'
    >>> client_address("181.1.2.3", "6.6.6.6", proxies=0)
    '181.1.2.3'
    """
    told = [each.strip() for each in forwarded.split(",") if each.strip()]
    found = told[-proxies] if 0 < proxies <= len(told) else peer
    try:
        return str(ip_address(found))
    except ValueError:
        return ""
