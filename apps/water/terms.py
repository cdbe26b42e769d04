"""Words of the drinking-water service, as its operators and their users say them."""

from __future__ import annotations

from typing import Final

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

ACCOUNT: Final = "water.account"
"""What a water account is called in the treasury (`about_kind`)."""
SERVICE: Final = "water.service"
"""Code of the concept under which a month of water is income."""
OFFICE: Final = "emapaq"
"""Code of the office whose receipts collectors give out in the street."""
RECONNECTION: Final = "water.reconnection"
"""Code of the concept under which a reconnection is income."""


OPENING: Final = "water.opening"
"""Code of the concept of debts that came with a padrón."""


class Placed(TextChoices):
    """How the point of a connection was found, from the surest to the least sure."""

    GIVEN = "given", _("by its coordinates")
    ADDRESS = "address", _("by its house number")
    CORNER = "corner", _("by its corner")
    NEAR = "near", _("by a neighbouring number")
    STREET = "street", _("by its street alone")


class CheckOutcome(TextChoices):
    """What was found on a parcel that has no account where its neighbours have one."""

    EMPTY = "empty", _("nobody lives or works there")
    ELSEWHERE = "elsewhere", _("supplied by another operator")
    OWN_WELL = "own_well", _("has a well of its own")
    NEIGHBOUR = "neighbour", _("takes it from a neighbour")
    CLANDESTINE = "clandestine", _("connected without an account")
    UNCLEAR = "unclear", _("could not be seen")


class OperatorKind(TextChoices):
    """Who runs a network (in the valley most are run by the neighbours themselves)."""

    MUNICIPAL = "municipal", _("municipal company")
    OTB = "otb", _("OTB or water committee")
    COOPERATIVE = "cooperative", _("cooperative")
    PRIVATE = "private", _("private supplier")


class AssetKind(TextChoices):
    """What a network is made of."""

    WELL = "well", _("well")
    TANK = "tank", _("tank")
    MAIN = "main", _("main")
    VALVE = "valve", _("valve")
    HYDRANT = "hydrant", _("hydrant")


class AssetState(TextChoices):
    WORKING = "working", _("working")
    STOPPED = "stopped", _("out of service")
    REMOVED = "removed", _("taken away")


class Weekday(IntegerChoices):
    """Days as ISO 8601 counts them."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class ConnectionState(TextChoices):
    ACTIVE = "active", _("active")
    CUT = "cut", _("cut")
    REMOVED = "removed", _("taken away")


class Category(TextChoices):
    """Whom a tariff is for (AAPS 2023, with the social and preferential ones of SEMAPA)."""

    DOMESTIC = "domestic", _("domestic")
    SOCIAL = "social", _("social or solidarity")
    COMMERCIAL = "commercial", _("commercial")
    INDUSTRIAL = "industrial", _("industrial")
    PUBLIC = "public", _("public")
    PREFERENTIAL = "preferential", _("preferential")


class AccountState(TextChoices):
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    CLOSED = "closed", _("closed")


class TariffKind(TextChoices):
    FLAT = "flat", _("flat")
    BLOCKS = "blocks", _("by blocks of consumption")


class PeriodState(TextChoices):
    OPEN = "open", _("not billed yet")
    BILLED = "billed", _("billed")
    CLOSED = "closed", _("closed")


class ReadingOrigin(TextChoices):
    READ = "read", _("read on the meter")
    ESTIMATED = "estimated", _("estimated")
    COLLECTOR = "collector", _("read by the collector")


class Anomaly(TextChoices):
    """What is strange about a reading."""

    BACKWARDS = "backwards", _("lower than the last one")
    STOPPED = "stopped", _("the meter stands still")
    JUMP = "jump", _("far from its own history")
    NEIGHBOURS = "neighbours", _("far from its neighbours of the same category")
    BROKEN = "broken", _("the meter is broken")
    UNREADABLE = "unreadable", _("the meter can hardly be read")
    LEAK = "leak", _("water is leaking")


SEEN: Final = (Anomaly.STOPPED, Anomaly.BROKEN, Anomaly.UNREADABLE, Anomaly.LEAK)
"""What whoever stands at the meter can see of it."""


class RunState(TextChoices):
    PREVIEW = "preview", _("preview")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("broken off")


class BillBasis(TextChoices):
    """What the cubic metres of a bill come from."""

    FLAT = "flat", _("flat tariff")
    READ = "read", _("meter reading")
    ESTIMATED = "estimated", _("estimate")


class AgreementState(TextChoices):
    STANDING = "standing", _("standing")
    FULFILLED = "fulfilled", _("fulfilled")
    BROKEN = "broken", _("broken")
    CANCELLED = "cancelled", _("called off")


class ClaimKind(TextChoices):
    """What somebody complains about (ODECO)."""

    READING = "reading", _("reading or consumption")
    CHARGE = "charge", _("amount charged")
    CATEGORY = "category", _("category")
    SUPPLY = "supply", _("no water or little pressure")
    QUALITY = "quality", _("quality of the water")
    OTHER = "other", _("other")


class ClaimOutcome(TextChoices):
    UPHELD = "upheld", _("upheld")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class NoticeKind(TextChoices):
    DEBT = "debt", _("notice of debt")
    CUT = "cut", _("warning of a cut")


class Delivery(TextChoices):
    """How a notice reached the account."""

    HAND = "hand", _("handed over")
    POSTED = "posted", _("left at the door")
    MESSAGE = "message", _("sent as a message")


class CutState(TextChoices):
    PROPOSED = "proposed", _("proposed")
    APPROVED = "approved", _("approved")
    CUT = "cut", _("cut")
    RECONNECTED = "reconnected", _("reconnected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Protection(TextChoices):
    """Why water may not be cut, whatever is owed."""

    HEALTH = "health", _("somebody's health depends on it")
    SCHOOL = "school", _("school or nursery")
    HEALTH_POST = "health_post", _("hospital or health post")
    COURT = "court", _("order of a court")
    OTHER = "other", _("other")


class VisitOutcome(TextChoices):
    """What a collector found at the door."""

    NOTIFIED = "notified", _("notified")
    PROMISE = "promise", _("promised to pay")
    PAID = "paid", _("paid")
    ABSENT = "absent", _("nobody there")
    REFUSED = "refused", _("would not talk")
    WRONG_ADDRESS = "wrong_address", _("wrong address")
    READING = "reading", _("meter read")


class Effect(TextChoices):
    """What a new tariff would mean for an account."""

    PAYS_LESS = "pays_less", _("would pay less")
    PAYS_MORE = "pays_more", _("would pay more")
    PAYS_THE_SAME = "pays_the_same", _("would pay the same")
