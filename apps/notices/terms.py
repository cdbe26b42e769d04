"""Words of the register of notices."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """Ways in which a text reaches somebody."""

    IN_APP = "in_app", _("on this site")
    EMAIL = "email", _("e-mail")
    SMS = "sms", _("SMS")
    WHATSAPP = "whatsapp", _("WhatsApp")


class DeliveryState(TextChoices):
    """What became of a text on its way out."""

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    DEAD = "dead", _("not deliverable")
    SKIPPED = "skipped", _("not sent")


class Outcome(TextChoices):
    """How one attempt went, as the log keeps it."""

    SENT = "sent", _("sent")
    FAILED = "failed", _("failed, tried again")
    REFUSED = "refused", _("refused by the provider")
    LOST = "lost", _("broken off; nobody knows whether it went out")


class Skipped(TextChoices):
    """Why a text was not sent, though nothing broke."""

    NO_CONSENT = "no_consent", _("has not agreed to be sent notices (Ley 164, art. 56)")
    NO_CONTACT = "no_contact", _("no number or address is known")
    CHANNEL_OFF = "channel_off", _("the channel is not set up")
    DROPPED = "dropped", _("taken out by staff")


OUTSIDE: Final = (Channel.EMAIL, Channel.SMS, Channel.WHATSAPP)
"""Channels that leave the platform."""

GAP: Final = r"\{([a-z_]+)\}"
"""A place in a text where a value goes."""
CODE: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
MOBILE: Final = r"^\+591[67][0-9]{7}$"
"""Numbers that receive texts; a land line does not."""

MOST_ATTEMPTS: Final = 6
"""After so many, a text is put among the undeliverable ones."""
LONGEST_BODY: Final = 4000
"""Letters in a text; WhatsApp takes 4096."""
