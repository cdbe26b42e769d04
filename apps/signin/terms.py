"""Ways of proving who one is, and what is written down about it."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

STEP_SECONDS: Final = 30
"""How long one code of an authenticator holds (RFC 6238, X)."""


class Method(models.TextChoices):
    """What a session began with."""

    PASSWORD = "password", _("Name and password")
    PASSKEY = "passkey", _("Passkey")
    EMAIL = "email", _("Link by e-mail")
    CITIZEN = "citizen", _("Ciudadanía Digital")


class Happening(models.TextChoices):
    """What the sign-in record keeps (OWASP ASVS 5.0.0, 16.3.1 and 16.3.2)."""

    SIGNED_IN = "signed_in", _("Signed in")
    SIGNED_OUT = "signed_out", _("Signed out")
    REFUSED = "refused", _("Refused")
    DELAYED = "delayed", _("Told to wait")
    SESSION_ENDED = "session_ended", _("Session ended")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    FACTOR_ADDED = "factor_added", _("Second factor added")
    FACTOR_REMOVED = "factor_removed", _("Second factor removed")
    FACTORS_RESET = "factors_reset", _("Second factors reset by the office")
    CODES_MADE = "codes_made", _("Recovery codes made")
    CODE_USED = "code_used", _("Recovery code used")
    APP_PASSWORD_MADE = "app_password_made", _("Password for a program made")
    APP_PASSWORD_ENDED = "app_password_ended", _("Password for a program withdrawn")
    LINK_SENT = "link_sent", _("Link sent by e-mail")
    CITIZEN_LINKED = "citizen_linked", _("Ciudadanía Digital linked")
    CITIZEN_UNLINKED = "citizen_unlinked", _("Ciudadanía Digital unlinked")
    ACCOUNT_OPENED = "account_opened", _("Account opened")


BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""Marks in a `User-Agent` and the browser they mean; the first that fits counts."""
SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
"""Marks in a `User-Agent` and the system they mean; the first that fits counts."""
