"""Records of fieldwork."""

from apps.fieldwork.models.assignments import Assignment, AssignmentItem
from apps.fieldwork.models.cash import CashCount, ReceiptBlock, StreetCash
from apps.fieldwork.models.devices import Device, EnrolmentCode
from apps.fieldwork.models.duty import Consent, Duty, TrailPoint
from apps.fieldwork.models.events import Event, FieldFile, SyncReceipt, UnreadEnvelope

__all__ = [
    "Assignment",
    "AssignmentItem",
    "CashCount",
    "Consent",
    "Device",
    "Duty",
    "EnrolmentCode",
    "Event",
    "FieldFile",
    "ReceiptBlock",
    "StreetCash",
    "SyncReceipt",
    "TrailPoint",
    "UnreadEnvelope",
]
