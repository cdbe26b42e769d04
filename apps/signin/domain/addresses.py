"""Where a request comes from, when proxies of ours stand before the server."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where somebody knocks from: address, browser, and the mark we left in it."""

    address: str = ""
    agent: str = ""
    device: str = ""
    """Value of the cookie that tells a browser from others; empty when there is none."""

    @property
    def neighbourhood(self) -> str:
        """What is counted as one address: of IPv6 the network a household is given."""
        if not self.address:
            return ""
        found = ip_address(self.address)
        if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
            return str(ip_network(f"{found}/64", strict=False))
        return self.address


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
