"""What is typed at the desk and by who corrects, read into what the acts ask for."""

from apps.treasury.forms.correcting import (
    ForgiveForm,
    GroundForm,
    PayOutForm,
    RepayForm,
    ReverseForm,
)
from apps.treasury.forms.till import (
    read_amount,
    read_count,
    read_float,
    read_handed,
    read_shares,
    read_token,
)

__all__ = [
    "ForgiveForm",
    "GroundForm",
    "PayOutForm",
    "RepayForm",
    "ReverseForm",
    "read_amount",
    "read_count",
    "read_float",
    "read_handed",
    "read_shares",
    "read_token",
]
