"""Occasions, readers and ways out for tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from apps.notices.actions import deliver_due, notify
from apps.notices.domain.gateways.port import Gateway, Message
from apps.notices.models import Delivery, Notice, Template, Text
from apps.people.actions import add_contact, give_consent
from apps.people.models import Party
from apps.people.tests.making import ADMIN, make_person
from geo.access import Viewer

CLERK: Final = Viewer(name="ana", is_staff=True)
NOON: Final = dt.datetime(2026, 8, 14, 16, tzinfo=dt.UTC)
"""Midday in Bolivia."""
NIGHT: Final = dt.datetime(2026, 8, 15, 3, tzinfo=dt.UTC)
"""Eleven in the evening there."""
MORNING: Final = dt.datetime(2026, 8, 15, 11, tzinfo=dt.UTC)
"""When the night is over that is quiet until somebody decides otherwise."""
ALL_OPEN: Final = {"email": "file:///x", "sms": "file:///x", "whatsapp": ""}


@dataclass
class Box:
    """A provider that keeps what it is given; each key once."""

    name: str = "box"
    kept: dict[str, Message] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    def send(self, message: Message) -> str:
        self.calls.append(message.key)
        self.kept.setdefault(message.key, message)
        return f"box-{message.key}"


def make_template(
    code: str = "receipt",
    channels: Iterable[str] = ("in_app", "email", "sms"),
    variables: Iterable[str] = ("name",),
) -> Template:
    template = Template.objects.create(code=code, title=code, variables=list(variables))
    gaps = " ".join(f"{{{name}}}" for name in variables)
    for channel in channels:
        for language, word in (("es", "Recibo"), ("en", "Receipt")):
            Text.objects.create(
                template=template,
                channel=channel,
                language=language,
                subject=f"{word} {gaps}" if channel != "sms" else "",
                body=f"{word} {channel} {gaps}",
                changed_by="ana",
            )
    return template


def make_party(
    email: str = "vecina@example.org", phone: str = "70712345", *, agrees: bool = True
) -> Party:
    party = make_person().party
    if email:
        add_contact(party, "email", email, by=ADMIN)
    if phone:
        add_contact(party, "phone", phone, by=ADMIN)
    if agrees:
        day = dt.date(2026, 1, 2)
        give_consent(party, "notices", on=day, proof="Formulario 7", by=ADMIN)
    return party


def tell(to: Any, **more: Any) -> Notice:
    return notify(to, "receipt", {"name": "Ana"}, by=CLERK, **more)


def deliver(now: dt.datetime = NOON, **ways: Gateway) -> None:
    """Send what is due at `now`."""
    deliver_due(ways, clock=lambda: now)


def due_from(moment: dt.datetime) -> None:
    """Let everything that was just written be due from `moment` on."""
    Delivery.objects.get_queryset().filter(attempts=0).update(due_at=moment)


def states(notice: Notice) -> dict[str, str]:
    return dict(notice.deliveries.values_list("channel", "state"))
