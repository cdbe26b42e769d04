"""Acts of the water service that can be granted."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from apps.water import querysets
from geo.access import Permission

VIEW: Final = Permission(name=querysets.VIEW, title=_("See water accounts"))
OPERATE: Final = Permission(
    name="water.operate", title=_("Keep water operators, networks and supply calendars")
)
REGISTER: Final = Permission(
    name="water.register", title=_("Open water accounts and change their holders")
)
METER: Final = Permission(name="water.meter", title=_("Fit and replace water meters"))
CATEGORISE: Final = Permission(
    name="water.categorise", title=_("Change the category of a water account")
)
SET_TARIFFS: Final = Permission(name="water.set_tariffs", title=_("Set water tariffs"))
READ_METERS: Final = Permission(name="water.read_meters", title=_("Enter meter readings"))
BILL: Final = Permission(name="water.bill", title=_("Bill a period of water"))
AGREE: Final = Permission(
    name="water.agree", title=_("Agree on instalments for a water debt")
)
HEAR: Final = Permission(name="water.hear", title=_("Receive and settle complaints"))
NOTIFY: Final = Permission(name="water.notify", title=_("Deliver notices of debt"))
PROPOSE_CUT: Final = Permission(name="water.propose_cut", title=_("Propose to cut water"))
APPROVE_CUT: Final = Permission(name="water.approve_cut", title=_("Approve a cut"))
CUT: Final = Permission(name="water.cut", title=_("Cut and reconnect water"))
PROTECT: Final = Permission(name="water.protect", title=_("Protect a holder from cuts"))
COLLECT: Final = Permission(name="water.collect", title=_("Visit accounts in debt"))
SUPERVISE: Final = Permission(
    name="water.supervise", title=_("Hand accounts in debt to collectors")
)
CLOSE_VALVES: Final = Permission(
    name="water.close_valves", title=_("Record bursts and close valves")
)
