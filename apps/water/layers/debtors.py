"""What the water service publishes: accounts in debt, to staff; to anyone, nothing."""

from __future__ import annotations

from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    DecimalField,
    F,
    Func,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Now, TruncDate
from django.utils.translation import gettext_lazy as _

from apps.treasury.domain.ageing import Age
from apps.treasury.models import Obligation
from apps.water.domain.debtors import OVERDUE
from apps.water.models import Account, Holding, Visit
from apps.water.permissions import VIEW
from apps.water.terms import ACCOUNT, Category, VisitOutcome
from geo.access import Audience
from geo.layers import DistrictBound, Field, Kind, Layer, publish

ZONE: Final = ZoneInfo(settings.TIME_ZONE)
TODAY: Final = TruncDate(Now(), tzinfo=ZONE)
LAST_MONTH: Final = ((1, Age.ONE), (2, Age.TWO), (6, Age.THREE_TO_SIX))
"""Begun months until which a class reaches; then up to twelve, then older."""


class _Later(Func):
    """The day so many months after another, or the last of a shorter month."""

    template = "(%(expressions)s + interval '%(months)s month')::date"
    output_field = DateField()


def _owed(**what: Any) -> Subquery:
    """One figure of the overdue obligations of an account."""
    rows = Obligation.objects.open().filter(
        about_kind=ACCOUNT,
        about_id=Cast(OuterRef("pk"), CharField()),
        due_on__lt=TODAY,
    )
    return Subquery(rows.order_by().values("about_id").annotate(**what).values(*what))


def _age() -> Case:
    """The class of the oldest overdue obligation, as `treasury.domain.ageing` has it."""
    steps = (*LAST_MONTH, (12, Age.SEVEN_TO_TWELVE))
    return Case(
        *(
            When(today__lte=_Later(F("oldest"), months=months), then=Value(age.value))
            for months, age in steps
        ),
        default=Value(Age.OLDER.value),
        output_field=CharField(),
    )


def _in_debt(audience: Audience) -> QuerySet[Account]:
    """Accounts with something overdue today."""
    visits = Visit.objects.filter(account=OuterRef("pk")).order_by("-made_at")
    holdings = Holding.objects.filter(account=OuterRef("pk"), days__contains=TODAY)
    return (
        Account.objects.annotate(
            overdue=_owed(sum=Sum("outstanding", output_field=DecimalField())),
            oldest=_owed(first=Min("due_on")),
            overdue_bills=_owed(count=Count("pk")),
            today=TODAY,
        )
        .filter(overdue__gt=0)
        .annotate(
            age=_age(),
            holder=Subquery(holdings.values("party__name")[:1]),
            position=F("connection__position"),
            address=F("connection__address"),
            street_name=F("connection__street__name"),
            otb_name=F("connection__otb__name"),
            zone_name=F("connection__zone__name"),
            district_number=F("connection__district__number"),
            district_key=F("connection__district_id"),
            street_key=F("connection__street_id"),
            otb_key=F("connection__otb_id"),
            zone_key=F("connection__zone_id"),
            visited_on=Subquery(
                visits.annotate(day=TruncDate("made_at", tzinfo=ZONE)).values("day")[:1]
            ),
            visit_outcome=Subquery(visits.values("outcome")[:1]),
        )
    )


def _key(level: str, title: Any) -> Field:
    """Key of a part of the territory, to ask for it by."""
    return Field(
        name=f"{level}_id",
        title=title,
        kind=Kind.INTEGER,
        source=f"{level}_key",
        in_tiles=False,
    )


publish(
    Layer(
        name="water-debtors",
        title=_("Accounts in debt for water"),
        description=_("Accounts with overdue water bills today, at their connection."),
        model=Account,
        geometry="position",
        geometry_type="Point",
        rows=_in_debt,
        is_personal=True,
        fields=(
            Field(name="number", title=_("Account")),
            Field(name="holder", title=_("Holder"), in_tiles=False),
            Field(name="category", title=_("Category"), words=tuple(Category.choices)),
            Field(name="overdue", title=_("Overdue"), kind=Kind.NUMBER, unit="Bs"),
            Field(
                name="bills",
                title=_("Overdue bills"),
                kind=Kind.INTEGER,
                source="overdue_bills",
            ),
            Field(name="oldest", title=_("Overdue since"), kind=Kind.DATE),
            Field(
                name="age",
                title=_("Owed for"),
                words=tuple((age.value, age.label) for age in OVERDUE),
            ),
            Field(name="address", title=_("Address"), in_tiles=False),
            Field(name="street", title=_("Street"), source="street_name", in_tiles=False),
            Field(name="otb", title=_("OTB"), source="otb_name", in_tiles=False),
            Field(name="zone", title=_("Zone"), source="zone_name", in_tiles=False),
            Field(
                name="district",
                title=_("District"),
                kind=Kind.INTEGER,
                source="district_number",
            ),
            Field(
                name="visited_on",
                title=_("Last visit"),
                kind=Kind.DATE,
                in_tiles=False,
            ),
            Field(
                name="found",
                title=_("Found at the last visit"),
                source="visit_outcome",
                words=tuple(VisitOutcome.choices),
                in_tiles=False,
            ),
            _key("district", _("Key of the district")),
            _key("street", _("Key of the street")),
            _key("otb", _("Key of the OTB")),
            _key("zone", _("Key of the zone")),
        ),
        source=_("Water register and treasury of the municipality"),
        audience=Audience.STAFF,
        bound=DistrictBound(permission=VIEW, district="district_number"),
        zooms=(12, 18),
        tile_seconds=0,
        time="oldest",
        hue="brown",
    )
)
