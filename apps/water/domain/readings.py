"""A meter as its reader meets it, and why a reading is not taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from geo.errors import Conflict, Refusal


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What a reading of a meter is compared with."""

    meter_id: int
    connection_id: int
    digits: int
    last_value: Decimal
    last_at: dt.datetime | None
    history: Sequence[Decimal]
    neighbours: Sequence[Decimal]

    def turned_over(self, value: Decimal) -> bool:
        """Whether the counter went past its last digit and began again.

        >>> meter = Beside(meter_id=1, connection_id=1, digits=5, last_at=None,
        ...                last_value=Decimal(99_990), history=[], neighbours=[])
        >>> meter.turned_over(Decimal(4)), meter.turned_over(Decimal(50_000))
        (True, False)
        """
        whole = Decimal(10) ** self.digits
        is_high = self.last_value > whole * Decimal("0.9")
        return is_high and value < whole * Decimal("0.1")

    def used(self, value: Decimal) -> Decimal:
        """Cubic metres since the last reading; negative if the meter ran backwards."""
        turned = Decimal(10) ** self.digits if self.turned_over(value) else Decimal(0)
        return value + turned - self.last_value


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One meter of a route, in walking order."""

    ordinal: int
    connection_id: int
    meter_id: int
    serial: str
    account_number: str
    address: str
    holder: str
    holder_id: int | None
    last_value: Decimal
    reading_id: int | None
    value: Decimal | None
    origin: str
    anomalies: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a route is read."""

    id: int
    code: str
    name: str
    meters: int
    readings: int
    estimated: int
    strange: int

    @property
    def left(self) -> int:
        """Meters nobody has read."""
        return self.meters - self.readings


class LowerThanLast(Conflict):
    """The counter shows less than the last time, and nobody said why."""

    def __init__(self, value: Decimal, last: Decimal) -> None:
        super().__init__(
            _(
                "%(value)s is less than the last reading, %(last)s. It was not saved: look "
                "again, or say why it is right."
            )
            % {"value": f"{value:f}", "last": f"{last:f}"}
        )


class MoreDigits(Refusal):
    """The counter has not so many digits."""

    def __init__(self, value: Decimal, digits: int) -> None:
        super().__init__(
            _("A counter of %(digits)d digits does not show %(value)s. It was not saved.")
            % {"value": f"{value:f}", "digits": digits}
        )


class NoMeterHere(Refusal):
    """No meter counts there on the day."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "That meter counts nowhere in this month. Nothing was saved; look at its "
                "serial number."
            )
        )


class NotRead(Refusal):
    """A reading is taken now or earlier."""

    def __init__(self) -> None:
        super().__init__(
            _("A reading cannot be of a time to come. Nothing was saved; check the date.")
        )
