"""Notices, their wording, and the hours in which nobody is disturbed."""

from apps.notices.models.deliveries import Attempt, Delivery
from apps.notices.models.notices import Notice
from apps.notices.models.quiet import QuietHours
from apps.notices.models.wording import Template, Text

__all__ = ["Attempt", "Delivery", "Notice", "QuietHours", "Template", "Text"]
