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
