"""E-mail over SMTP (RFC 5321), through Django's backend."""

from __future__ import annotations

import smtplib
from typing import Any, Final

from django.core.mail import EmailMessage, get_connection

from apps.notices.domain.gateways.port import Message, Rejected, Unreachable
from apps.notices.domain.wording import one_line
from geo.mail import MailServer

TIMEOUT_SECONDS: Final = 15
PERMANENT: Final = 500
"""Replies from here on say that asking again is useless (RFC 5321, 4.2.1)."""


class MailGateway:
    """Hands a text to a mail server.

    SMTP knows no key: a text that was handed over, and whose sender fell before it could
    write that down, is handed over again. Its Message-ID is the same both times, so servers
    and readers that compare them show it once.
    """

    def __init__(self, server: MailServer, sender: str) -> None:
        self.name = f"{server.scheme}:{server.host}"
        self._sender = sender
        self._options: dict[str, Any] = {
            "host": server.host,
            "port": server.port,
            "username": server.user,
            "password": server.password,
            "use_tls": server.starts_tls,
            "use_ssl": server.is_tls,
            "timeout": TIMEOUT_SECONDS,
        }

    def send(self, message: Message) -> str:
        """Hand the text over; returns its Message-ID.

        Raises:
            Unreachable, Rejected: as the server's reply says.
        """
        identity = f"<{message.key}@{self._sender.rpartition('@')[2]}>"
        mail = EmailMessage(
            subject=one_line(message.subject),
            body=message.body,
            from_email=self._sender,
            to=[message.to],
            headers={"Message-ID": identity, "Auto-Submitted": "auto-generated"},
            connection=get_connection(
                "django.core.mail.backends.smtp.EmailBackend", **self._options
            ),
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            raise _of(*next(iter(error.recipients.values()))) from error
        except smtplib.SMTPResponseException as error:
            raise _of(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(type(error).__name__) from error
        return identity


def _of(code: int, reply: bytes | str) -> Exception:
    text = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
    said = f"{code} {one_line(text)}"
    return Rejected(said) if code >= PERMANENT else Unreachable(said)
