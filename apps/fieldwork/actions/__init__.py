"""Acts of the field. Each is done whole or not at all."""

from apps.fieldwork.actions.assigning import Order, close_assignment, create_assignment
from apps.fieldwork.actions.counting import count_cash
from apps.fieldwork.actions.delivering import Parcel, receive_events
from apps.fieldwork.actions.enrolling import (
    NewDevice,
    enrol_device,
    make_code,
    note_seen,
    note_signing_key,
    note_wiped,
    revoke_device,
)
from apps.fieldwork.actions.filing import receive_file
from apps.fieldwork.actions.handing_in import hand_in
from apps.fieldwork.actions.lending import lend_numbers
from apps.fieldwork.actions.packing import pack_assignment
from apps.fieldwork.actions.settling import apply_again, settle_event
from apps.fieldwork.actions.street import StreetMoney, take_in_street

__all__ = [
    "NewDevice",
    "Order",
    "Parcel",
    "StreetMoney",
    "apply_again",
    "close_assignment",
    "count_cash",
    "create_assignment",
    "enrol_device",
    "hand_in",
    "lend_numbers",
    "make_code",
    "note_seen",
    "note_signing_key",
    "note_wiped",
    "pack_assignment",
    "receive_events",
    "receive_file",
    "revoke_device",
    "settle_event",
    "take_in_street",
]
