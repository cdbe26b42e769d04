"""What people and programs send to the register's doors."""

from apps.allocation.forms.asking import (
    Wanted,
    begins_with,
    chosen,
    one_of,
    read_wanted,
    start_at,
)
from apps.allocation.forms.buyers import NewBuyer
from apps.allocation.forms.draws import DrawForm, read_wish
from apps.allocation.forms.handovers import EndForm, GiveForm, SubstituteForm, TransferForm
from apps.allocation.forms.waiving import WaiverForm
from apps.allocation.forms.windows import AdmitForm, TurnForm

__all__ = [
    "AdmitForm",
    "DrawForm",
    "EndForm",
    "GiveForm",
    "NewBuyer",
    "SubstituteForm",
    "TransferForm",
    "TurnForm",
    "WaiverForm",
    "Wanted",
    "begins_with",
    "chosen",
    "one_of",
    "read_wanted",
    "read_wish",
    "start_at",
]
