"""What pages with a code to scan say of the bank behind it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http.request import split_domain_port

register = template.Library()


@register.inclusion_tag("treasury/simulated_bank.html", takes_context=True)
def simulated_bank(context: dict[str, Any], alias: object) -> dict[str, str]:
    """Where a code is paid in a demonstration, whose bank is none; nothing elsewhere.

    The simulated bank listens on the same machine, so it goes by the name of the page.
    """
    port = settings.BANK_SIMULATOR
    if not port:
        return {"address": ""}
    request = context["request"]
    host, _port = split_domain_port(request.get_host())
    back = urlencode({"back": request.build_absolute_uri()})
    return {"address": f"http://{host}:{port}/pagar/{alias}?{back}"}
