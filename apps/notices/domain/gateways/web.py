"""SMS and WhatsApp through a provider's HTTP interface.

The host comes from the configuration alone. Redirects are not followed: a provider that
answers with one is misconfigured, and whoever could make it answer so would read the texts.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import SplitResult, unquote

from apps.notices.domain.gateways.port import Message, Rejected, Unreachable

TIMEOUT_SECONDS: Final = 10
LARGEST_ANSWER: Final = 20_000
NOT_NOW: Final = frozenset({408, 409, 425, 429})
"""Replies below 500 that say: the same later (RFC 9110; RFC 6585; 409 for a key in use)."""

Body = Callable[[Message], Mapping[str, Any]]


def sms(message: Message) -> Mapping[str, Any]:
    """A plain body that most providers take or a small relay turns into theirs."""
    return {"id": message.key, "to": message.to, "text": message.body}


def whatsapp(message: Message) -> Mapping[str, Any]:
    """A text as the WhatsApp Business Cloud API takes it."""
    return {
        "messaging_product": "whatsapp",
        "to": message.to.lstrip("+"),
        "type": "text",
        "text": {"body": message.body},
        "biz_opaque_callback_data": message.key,
    }


class WebGateway:
    """Posts each text as JSON with its key as `Idempotency-Key`."""

    def __init__(self, address: SplitResult, body: Body) -> None:
        self.name = f"{address.scheme}:{address.hostname}"
        self._address, self._body = address, body
        self._path = (address.path or "/") + (f"?{address.query}" if address.query else "")
        self._token = unquote(address.username or "")

    def send(self, message: Message) -> str:
        """Post the text; returns the provider's id of it.

        Raises:
            Unreachable, Rejected: as the status says.
        """
        headers = {"Content-Type": "application/json", "Idempotency-Key": message.key}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        sent = json.dumps(self._body(message), ensure_ascii=False).encode()
        connection = self._connection()
        try:
            connection.request("POST", self._path, body=sent, headers=headers)
            answer = connection.getresponse()
            text = answer.read(LARGEST_ANSWER)
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(type(error).__name__) from error
        finally:
            connection.close()
        return _judged(answer.status, text)

    def _connection(self) -> http.client.HTTPConnection:
        kind = (
            http.client.HTTPSConnection
            if self._address.scheme == "https"
            else http.client.HTTPConnection
        )
        host = self._address.hostname or ""
        return kind(host, self._address.port, timeout=TIMEOUT_SECONDS)


def _judged(status: int, text: bytes) -> str:
    if 200 <= status < 300:
        return _identity(text)
    if status in NOT_NOW or status >= 500:
        raise Unreachable(f"HTTP {status}")
    raise Rejected(f"HTTP {status}")


def _identity(text: bytes) -> str:
    """The provider's id, where it gives one: `id`, or the first of `messages`."""
    try:
        answer = json.loads(text)
        found = answer.get("id") or answer["messages"][0]["id"]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return ""
    return str(found)[:120]
